package org.abn.data.format;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.abn.data.InvalidDataException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The development kit's labels of the validation images. They are ILSVRC2012_IDs, which are not the
 * rank of the WordNet id that networks are trained on: {@code meta.mat} says which is which.
 *
 * @param path of the ground truth
 * @param wnids WordNet ids, in the order of the images
 * @param classes WordNet ids of all classes, sorted
 */
record ImageNetTruth(Path path, List<String> wnids, List<String> classes) {
  private static final String GROUND_TRUTH = "ILSVRC2012_validation_ground_truth.txt";
  private static final String META = "meta.mat";
  private static final String[] FOLDERS = {".", "ILSVRC2012_devkit_t12/data"};
  private static final int CLASSES = 1000; // the kit's readme: larger ids are of groups of classes
  private static final int MOST_BYTES = 1 << 20; // 50,000 lines of at most five bytes

  /** Reads both files of the kit, from the directory itself or from the kit as it is unpacked. */
  static ImageNetTruth read(SourceDirectory directory) throws IOException {
    FileSystem storage = directory.storage();
    FileStatus truth = directory.require(GROUND_TRUTH, FOLDERS);
    Path meta = directory.require(META, FOLDERS).getPath();
    Map<Integer, String> synsets = new MatTable(storage, meta).synsets();
    try (TextLines lines = TextLines.open(storage, truth, MOST_BYTES)) {
      List<String> wnids = lines.map(line -> wnid(line, synsets));
      return new ImageNetTruth(truth.getPath(), wnids, classes(synsets));
    }
  }

  private static List<String> classes(Map<Integer, String> synsets) {
    return synsets.entrySet().stream()
        .filter(synset -> synset.getKey() <= CLASSES)
        .map(Map.Entry::getValue)
        .sorted()
        .toList();
  }

  private static String wnid(String line, Map<Integer, String> synsets) {
    String wnid = line.matches("\\d{1,9}") ? synsets.get(Integer.valueOf(line)) : null;
    if (wnid == null) {
      throw InvalidDataException.of(
          "'%s' is no ILSVRC2012_ID of %s", TextLines.abbreviated(line), META);
    }
    return wnid;
  }

  int size() {
    return wnids.size();
  }

  /** The label of an image, from 0. */
  int[] label(int image, List<String> classes) {
    int label = classes.indexOf(wnids.get(image));
    if (label < 0) {
      throw InvalidDataException.of(
          "%s, line %d: class %s is not among the %,d that are trained on",
          path, image + 1, wnids.get(image), classes.size());
    }
    return new int[] {label};
  }
}
