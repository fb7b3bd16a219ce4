/** The cluster that a command runs on: task slots, what executors log, whether they are sound. */
package org.abn.spark.cluster;
