package org.abn.data.format;

import java.io.IOException;
import java.util.List;
import org.abn.data.InvalidDataException;

/** The images of a split, from which it shows what each is labelled, and what they may be. */
interface ClassImages {
  /** Names of the classes, sorted. */
  List<String> classes();

  /**
   * Lists the images.
   *
   * @param classes names of the classes, in the order of their labels
   * @throws InvalidDataException if an image is of none of these
   */
  ImageList images(List<String> classes) throws IOException;

  /** Where their bytes are. */
  ImageStore store();
}
