package org.abn.data.format;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.abn.data.Storage;
import org.abn.data.record.LabelNames;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * ILSVRC2012. Its classes are the WordNet ids of the training images, sorted. Images lie in folders
 * or in the archives as they are distributed; records have the same ids either way. Without
 * validation images the dataset has no test split; without training images it has that alone, and
 * the classes, in the same order, are the folders of the validation images or those of the
 * development kit.
 */
final class ImageNet {
  static final String TRAIN = "train";
  private static final String VALIDATION = "val";
  private static final String TRAIN_TAR = "ILSVRC2012_img_train.tar";
  private static final String VALIDATION_TAR = "ILSVRC2012_img_val.tar";

  private final SourceDirectory directory;
  private final PartLister lister;

  private ImageNet(SourceDirectory directory, PartLister lister) {
    this.directory = directory;
    this.lister = lister;
  }

  static DatasetSource open(
      Configuration conf, Path path, DatasetOptions options, PartLister lister) throws IOException {
    options.requireNone(DatasetFormat.IMAGENET.publishedName());
    return new ImageNet(SourceDirectory.list(DatasetFormat.IMAGENET, conf, path), lister).source();
  }

  private DatasetSource source() throws IOException {
    Optional<ClassImages> training = training();
    Optional<ClassImages> validation = validation();
    if (training.isEmpty() && validation.isEmpty()) {
      throw directory.withoutImages();
    }
    FoundImages images = new FoundImages();
    List<String> classes = images.addAll(training, validation.stream().toList());
    if (training.isEmpty()) {
      requireWordNetIds(classes);
    }
    return DatasetFormat.IMAGENET.source(LabelNames.ofClasses(classes), images, directory);
  }

  private Optional<ClassImages> training() throws IOException {
    Optional<FileStatus> archive = directory.file(TRAIN_TAR);
    Optional<FileStatus> folder = directory.folder(TRAIN);
    if (folder.isPresent()) {
      return Optional.of(new ClassFolders(directory, listing(folder.get().getPath())));
    }
    return archive.isPresent()
        ? Optional.of(ImageNetTrainingTar.open(directory, archive.get(), lister))
        : Optional.empty();
  }

  /** Refuses other names, whose order would not be that of the answers of trained networks. */
  private void requireWordNetIds(List<String> classes) {
    for (String name : classes) {
      if (!name.matches("n\\d{8}")) {
        throw directory.fault(
            "holds no training images and has a class '%s', expected WordNet ids such as n01440764"
                .formatted(name));
      }
    }
  }

  private Optional<ClassImages> validation() throws IOException {
    Optional<FileStatus> folder = directory.folder(VALIDATION);
    if (folder.isPresent()) {
      FolderListing listing = listing(folder.get().getPath());
      return Optional.of(
          listing.folders().isEmpty()
              ? labelled(listing.fileEntries(), listing.store())
              : new ClassFolders(directory, listing));
    }
    Optional<FileStatus> archive = directory.file(VALIDATION_TAR);
    return archive.isPresent() ? Optional.of(validation(archive.get())) : Optional.empty();
  }

  private FolderListing listing(Path folder) throws IOException {
    return directory.images(folder);
  }

  private ClassImages validation(FileStatus archive) throws IOException {
    Path path = archive.getPath();
    try (FSDataInputStream in = Storage.open(directory.storage(), path)) {
      List<FileEntry> files =
          new TarIndex(path, in, directory.tally())
              .list(0, archive.getLen()).stream().map(file -> file.in(VALIDATION)).toList();
      return labelled(files, new ImageTar(path));
    }
  }

  private ClassImages labelled(List<FileEntry> files, ImageStore store) throws IOException {
    return new ImageNetValidation(ImageNetTruth.read(directory), files, store);
  }
}
