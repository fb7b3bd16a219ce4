package org.abn.data.format;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.abn.data.record.Split;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * ILSVRC2012. Its classes are the WordNet ids of the training images, sorted. Images lie in folders
 * or in the archives as they are distributed; records have the same ids either way. Without
 * validation images the dataset has no test split.
 */
final class ImageNet {
  private static final String TRAIN = "train";
  static final String VALIDATION = "val";

  private ImageNet() {}

  static DatasetSource open(Configuration conf, Path path) throws IOException {
    SourceDirectory directory = SourceDirectory.list(DatasetFormat.IMAGENET, conf, path);
    Path train = directory.requireFolder(TRAIN);
    ClassFolders folders = new ClassFolders(directory.storage(), train);
    List<String> classes = folders.classes();
    FoundImages images = new FoundImages();
    images.add(Split.TRAIN, folders, classes).requireEveryClass(train, classes);
    Optional<ClassImages> validation = validation(directory);
    if (validation.isPresent()) {
      images.add(Split.TEST, validation.get(), classes);
    }
    return DatasetFormat.IMAGENET.source(classes, images);
  }

  private static Optional<ClassImages> validation(SourceDirectory directory) throws IOException {
    Optional<FileStatus> folder = directory.folder(VALIDATION);
    if (folder.isEmpty()) {
      return Optional.empty();
    }
    ClassFolders folders = new ClassFolders(directory.storage(), folder.get().getPath());
    return Optional.of(
        folders.isEmpty()
            ? new ImageNetValidation(
                ImageNetTruth.read(directory), folders.files(), folders.store())
            : folders);
  }
}
