/**
 * Pages and charts for people: {@code report.html}, one file that needs nothing else, and curves
 * and embeddings as PNG files.
 */
package org.abn.spark.report;
