package org.abn.spark.results;

/**
 * A picture of a run's {@code attention/}.
 *
 * @param name of the file
 * @param png its bytes
 */
public record AttentionPicture(String name, byte[] png) {

  /** Name of the picture of all test images that were drawn. */
  public static final String OVERVIEW = "overview.png";

  /** The name without its ending. */
  public String stem() {
    return name.replaceFirst("\\.png$", "");
  }
}
