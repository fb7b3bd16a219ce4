/**
 * Distributed training: rounds in which logical workers train and executors average what they have,
 * as plain Spark jobs; and evaluation.
 */
package org.abn.spark.training;
