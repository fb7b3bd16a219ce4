/** The command line: parsing, help and exit statuses, and nothing else. */
package org.abn.spark.cli;
