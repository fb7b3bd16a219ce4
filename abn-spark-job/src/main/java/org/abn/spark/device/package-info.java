/**
 * What a process computes on, its processor or a GPU: whether it serves, and which one a task has.
 */
package org.abn.spark.device;
