/** The run directory: the run's record, metrics and checkpoints. */
package org.abn.spark.results;
