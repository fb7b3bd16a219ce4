/**
 * Distributed training: the training master that averages parameters, and evaluation, on plain
 * Spark jobs over references to mini-batches.
 */
package org.abn.spark.training;
