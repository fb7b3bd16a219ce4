/**
 * Pages and charts for people: {@code report.html}, one file that needs nothing else, and curves as
 * PNG files.
 */
package org.abn.spark.report;
