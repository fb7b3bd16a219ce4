/** The paper's Figures 4 to 7, drawn of our runs. */
package org.abn.spark.figures;
