/** Event files that TensorBoard reads. */
package org.abn.spark.tensorboard;
