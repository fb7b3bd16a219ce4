package org.abn.data.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.abn.data.record.RejectedRecord;
import org.abn.data.record.Split;

/** The image files of a dataset, gathered split by split. */
final class FoundImages {
  private final List<SourceFile> files = new ArrayList<>();
  private final List<RejectedRecord> rejected = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  /**
   * Adds the images of both splits.
   *
   * @param training at least one a class; where there are none, the rest can be evaluated on
   * @param tested of the same classes, from one place or several
   * @return the classes, which are those of the first images
   */
  List<String> addAll(Optional<ClassImages> training, List<ClassImages> tested) throws IOException {
    List<String> classes = training.orElseGet(() -> tested.get(0)).classes();
    if (training.isPresent()) {
      ImageList images = training.get().images(classes);
      images.requireEveryClass(training.get().store(), classes);
      add(Split.TRAIN, images, training.get().store());
    }
    for (ClassImages found : tested) {
      add(Split.TEST, found.images(classes), found.store());
    }
    return classes;
  }

  void add(Split split, ImageList images, ImageStore store) {
    files.addAll(images.files(split, store));
    rejected.addAll(images.rejected());
  }

  /** Puts something between all that was added so far and those who read it. */
  void wrap(UnaryOperator<SourceFile> wrapper) {
    files.replaceAll(wrapper);
  }

  /** What the user should know of how they were found. */
  void warn(String warning) {
    warnings.add(warning);
  }

  /** How many images there are. */
  int size() {
    return files.stream().mapToInt(SourceFile::records).sum();
  }

  List<SourceFile> files() {
    return List.copyOf(files);
  }

  List<RejectedRecord> rejected() {
    return List.copyOf(rejected);
  }

  List<String> warnings() {
    return List.copyOf(warnings);
  }
}
