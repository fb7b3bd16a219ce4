/** The paper's tables: what was published, what our runs give, and how sure the difference is. */
package org.abn.spark.tables;
