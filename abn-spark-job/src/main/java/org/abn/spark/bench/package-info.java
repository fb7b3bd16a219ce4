/** Measures networks on this machine, on synthetic data and without Spark. */
package org.abn.spark.bench;
