/**
 * Pages and charts for people: {@code report.html}, one file that needs nothing else, with
 * galleries of images, and curves and embeddings as PNG files.
 */
package org.abn.spark.report;
