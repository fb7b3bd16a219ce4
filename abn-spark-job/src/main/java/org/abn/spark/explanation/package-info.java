/**
 * Maps of what a trained network looked at in any number of images: read, explained and drawn on
 * the executors of a Spark cluster.
 */
package org.abn.spark.explanation;
