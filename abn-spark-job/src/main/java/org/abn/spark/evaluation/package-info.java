/** What is measured of a network on the test images, and what it predicts for each. */
package org.abn.spark.evaluation;
