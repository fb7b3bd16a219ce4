/** What the commands do, a class a command; the javadoc of each says what runs where. */
package org.abn.spark.action;
