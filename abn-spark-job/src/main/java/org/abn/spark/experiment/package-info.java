/**
 * What a configuration file says, typed and validated, with each error located by file and line.
 */
package org.abn.spark.experiment;
