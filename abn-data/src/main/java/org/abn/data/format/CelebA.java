package org.abn.data.format;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.abn.data.record.LabelNames;
import org.abn.data.record.Split;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * CelebA's aligned faces, in a folder or in the archive as it is distributed, and its lists of
 * attributes and partitions. What is trained on is partitions 0 and 1, as in the paper's Table 4.
 * The lists must be of the same images. A listed image without a file, and a file that is not
 * listed, are rejected.
 */
final class CelebA {
  private static final String IMAGES = "img_align_celeba";
  private static final String[] IMAGE_FOLDERS = {".", "Img"};
  private static final String[] LIST_FOLDERS = {".", "Anno", "Eval"};

  private CelebA() {}

  static DatasetSource open(Configuration conf, Path path) throws IOException {
    SourceDirectory directory = SourceDirectory.list(DatasetFormat.CELEBA, conf, path);
    FileSystem storage = directory.storage();
    CelebAAttributes attributes =
        CelebAAttributes.read(storage, directory.require("list_attr_celeba.txt", LIST_FOLDERS));
    CelebAPartition partition =
        CelebAPartition.read(storage, directory.require("list_eval_partition.txt", LIST_FOLDERS));
    partition.requireImagesOf(attributes);
    ListedFiles files = files(directory);
    ImageList train = new ImageList();
    ImageList test = new ImageList();
    for (String image : attributes.images()) {
      ImageList images = partition.split(image) == Split.TRAIN ? train : test;
      files.addTo(images, IMAGES + "/" + image, attributes.values(image));
    }
    files.rejectOthers(train);
    FoundImages found = new FoundImages();
    found.add(Split.TRAIN, train, files.store());
    found.add(Split.TEST, test, files.store());
    return DatasetFormat.CELEBA.source(
        LabelNames.ofAttributes(attributes.names()), found, directory);
  }

  private static ListedFiles files(SourceDirectory directory) throws IOException {
    FileSystem storage = directory.storage();
    Optional<FileStatus> folder = directory.find(IMAGES, IMAGE_FOLDERS);
    if (folder.isPresent()) {
      Path images = folder.get().getPath();
      List<FileEntry> files = directory.imagesBelow(images, IMAGES);
      return new ListedFiles(files, new ImageDirectory(images.getParent()), directory.tally());
    }
    FileStatus archive = directory.require(IMAGES + ".zip", IMAGE_FOLDERS);
    ImageZip zip = new ImageZip(archive.getPath());
    List<FileEntry> entries = zip.list(storage, archive.getLen(), directory.tally());
    return new ListedFiles(entries, zip, directory.tally());
  }
}
