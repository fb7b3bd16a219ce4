package org.abn.data.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.abn.data.record.RejectedRecord;
import org.abn.data.record.Split;

/** The image files of a dataset, gathered split by split. */
final class FoundImages {
  private final List<SourceFile> files = new ArrayList<>();
  private final List<RejectedRecord> rejected = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  /** Adds the training images, at least one a class, and gives the classes. */
  List<String> addTraining(TrainingImages found) throws IOException {
    List<String> classes = found.classes();
    ImageList images = found.images(classes);
    images.requireEveryClass(found.store(), classes);
    add(Split.TRAIN, images, found.store());
    return classes;
  }

  /** Adds the images of a split, of classes that are known. */
  void add(Split split, ClassImages found, List<String> classes) throws IOException {
    add(split, found.images(classes), found.store());
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
