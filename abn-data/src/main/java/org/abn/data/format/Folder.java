package org.abn.data.format;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.abn.data.record.LabelNames;
import org.abn.data.record.Split;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Any images, in a folder a class: {@code train/CLASS/*.jpg} and, to test on, {@code val} or {@code
 * test} with the same classes, or both. The classes are the folders of {@code train} by name, or,
 * where there are only images to test on, those of the first of these.
 */
final class Folder {
  private static final String TRAIN = Split.TRAIN.toString();
  private static final List<String> TEST_FOLDERS = List.of("val", "valid", "validation", "test");

  private Folder() {}

  static DatasetSource open(Configuration conf, Path path) throws IOException {
    SourceDirectory directory = SourceDirectory.list(DatasetFormat.FOLDER, conf, path);
    Optional<ClassImages> training = folders(directory, TRAIN);
    Map<String, ClassImages> tested = new LinkedHashMap<>();
    for (String name : TEST_FOLDERS) {
      folders(directory, name).ifPresent(folders -> tested.put(name, folders));
    }
    if (training.isEmpty() && tested.isEmpty()) {
      throw directory.withoutImages();
    }
    FoundImages images = new FoundImages();
    List<String> classes = images.addAll(training, List.copyOf(tested.values()));
    if (training.isEmpty()) {
      images.warn(warning(directory, "holds no", List.of(TRAIN), "the shards are for evaluate"));
    }
    warn(images, List.copyOf(tested.keySet()), directory);
    return DatasetFormat.FOLDER.source(LabelNames.ofClasses(classes), images, directory);
  }

  private static Optional<ClassImages> folders(SourceDirectory directory, String name)
      throws IOException {
    Optional<FileStatus> folder = directory.folder(name);
    return folder.isPresent()
        ? Optional.of(new ClassFolders(directory, directory.images(folder.get().getPath())))
        : Optional.empty();
  }

  private static void warn(FoundImages images, List<String> tested, SourceDirectory directory) {
    if (tested.isEmpty()) {
      images.warn(
          warning(directory, "holds none of", TEST_FOLDERS, "there is no image to test on"));
    } else if (tested.size() > 1) {
      images.warn(warning(directory, "holds", tested, "the test images are those of all"));
    }
    List<String> left = directory.foldersLeft();
    if (!left.isEmpty()) {
      images.warn(warning(directory, "passes over", left, "expected train, val and test"));
    }
  }

  private static String warning(
      SourceDirectory directory, String verb, List<String> folders, String consequence) {
    return String.format(
        Locale.ROOT,
        "%s: %s %s; %s",
        directory.path(),
        verb,
        String.join(", ", folders),
        consequence);
  }
}
