/** The run directory: the run's record, metrics and checkpoints, and what evaluations leave. */
package org.abn.spark.results;
