package org.abn.data.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.abn.data.InvalidDataException;
import org.abn.data.record.ImageShape;
import org.abn.data.record.LabelNames;
import org.abn.data.record.Split;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The datasets that can be read, each in the format it is published in. */
public enum DatasetFormat {
  /** Krizhevsky 2009, "binary version". */
  CIFAR10(
      "cifar10",
      "10 classes",
      50_000,
      10_000,
      "cifar-10-binary.tar.gz, or data_batch_1..5.bin, test_batch.bin",
      Cifar10::open),
  /** Krizhevsky 2009, "binary version", with its fine labels. */
  CIFAR100(
      "cifar100",
      "100 classes",
      50_000,
      10_000,
      "cifar-100-binary.tar.gz, or train.bin, test.bin",
      Cifar100::open),
  /** Netzer et al. 2011, the cropped digits of train and extra, and those of test. */
  SVHN("svhn", "10 classes", 604_388, 26_032, "{train,extra,test}_32x32.mat", Svhn::open),
  /** Russakovsky et al. 2015, ILSVRC2012's classification task. */
  IMAGENET(
      "imagenet",
      "1000 classes",
      1_281_167,
      50_000,
      "train/WNID/*.JPEG or ILSVRC2012_img_train.tar; with or without them val/WNID/*.JPEG, or"
          + " val/*.JPEG or ILSVRC2012_img_val.tar with ILSVRC2012_validation_ground_truth.txt"
          + " and meta.mat",
      ImageNet::open),
  /** Yang et al. 2015, photographs from the web; lists say which are trained on. */
  COMPCARS(
      "compcars",
      "432 models, 75 makers",
      36_451,
      15_626,
      "image/MAKER/MODEL/YEAR/*.jpg, misc/make_model_name.mat,"
          + " train_test_split/classification/{train,test}.txt;"
          + " label/MAKER/MODEL/YEAR/*.txt for --crop-to-box",
      (conf, directory, options, lister) -> CompCars.open(conf, directory, options)),
  /** Liu et al. 2015, the aligned images; train is partitions 0 and 1. */
  CELEBA(
      "celeba",
      "40 attributes",
      182_637,
      19_962,
      "img_align_celeba/*.jpg or img_align_celeba.zip, list_attr_celeba.txt,"
          + " list_eval_partition.txt",
      CelebA::open),
  /** Xiao et al. 2017. */
  FASHION_MNIST(
      "fashion-mnist",
      "10 classes",
      60_000,
      10_000,
      "{train,t10k}-{images-idx3,labels-idx1}-ubyte[.gz]",
      FashionMnist::open),
  /** Any images. */
  FOLDER(
      "folder", "a class a folder", 0, 0, "{train,val,test}/CLASS/*.{jpg,jpeg,png}", Folder::open);

  private final String published;
  private final String labels;
  private final int trainImages;
  private final int testImages;
  private final String files;

  @SuppressWarnings("ImmutableEnumChecker") // functions, which have no state
  private final Opener opener;

  DatasetFormat(
      String published,
      String labels,
      int trainImages,
      int testImages,
      String files,
      PlainOpener opener) {
    this(
        published,
        labels,
        trainImages,
        testImages,
        files,
        (conf, directory, options, lister) -> {
          options.requireNone(published);
          return opener.open(conf, directory);
        });
  }

  DatasetFormat(
      String published,
      String labels,
      int trainImages,
      int testImages,
      String files,
      Opener opener) {
    this.published = published;
    this.labels = labels;
    this.trainImages = trainImages;
    this.testImages = testImages;
    this.files = files;
    this.opener = opener;
  }

  /** How a format finds its files in a directory. */
  @FunctionalInterface
  private interface Opener {
    DatasetSource open(
        Configuration conf, Path directory, DatasetOptions options, PartLister lister)
        throws IOException;
  }

  /** How a format does that leaves no choice, and is listed quickly. */
  @FunctionalInterface
  private interface PlainOpener {
    DatasetSource open(Configuration conf, Path directory) throws IOException;
  }

  /**
   * Looks a dataset up.
   *
   * @param published its name, such as {@code cifar10}
   * @return its format
   * @throws InvalidDataException if the name is unknown, listing the known ones
   */
  public static DatasetFormat named(String published) {
    return Arrays.stream(values())
        .filter(format -> format.published.equals(published))
        .findFirst()
        .orElseThrow(
            () ->
                InvalidDataException.of(
                    "dataset '%s' is unknown, expected one of: %s", published, names()));
  }

  private static String names() {
    return Arrays.stream(values())
        .map(DatasetFormat::publishedName)
        .collect(Collectors.joining(", "));
  }

  /**
   * The name by which users call it.
   *
   * @return lower case
   */
  public String publishedName() {
    return published;
  }

  /**
   * What its images are labelled with, for a table of datasets.
   *
   * @return such as {@code 10 classes}
   */
  public String labels() {
    return labels;
  }

  /**
   * What a source directory holds.
   *
   * @return format and file names, for a table of datasets
   */
  public String files() {
    return files;
  }

  /**
   * The size of the published set.
   *
   * @param split a part of the dataset
   * @return how many images it was published with; 0 where it is the user's own
   */
  public int publishedImages(Split split) {
    return switch (split) {
      case TRAIN -> trainImages;
      case TEST -> testImages;
    };
  }

  /**
   * Finds the dataset's files and checks everything that shows without reading the pixels: names,
   * magic numbers, counts and exact lengths.
   *
   * @param conf Hadoop's configuration
   * @param directory where the files are, any URI
   * @return the dataset; where it is smaller than published, with a warning
   * @throws InvalidDataException if a required file is missing or a file is not whole
   * @throws IOException if the file system fails
   */
  public DatasetSource open(Configuration conf, Path directory) throws IOException {
    return open(conf, directory, DatasetOptions.NONE, PartLister.here(conf));
  }

  /**
   * As {@link #open(Configuration, Path)}, with what the user has chosen.
   *
   * @param conf Hadoop's configuration
   * @param directory where the files are, any URI
   * @param options which labels and lists
   * @param lister what lists parts that take long
   * @return the dataset; the same whatever lists it
   * @throws InvalidDataException if there is nothing to choose, a required file is missing or a
   *     file is not whole
   * @throws IOException if the file system fails
   */
  public DatasetSource open(
      Configuration conf, Path directory, DatasetOptions options, PartLister lister)
      throws IOException {
    return opener.open(conf, directory, options, lister);
  }

  /** The source of pixels, with a warning for every split that is smaller than published. */
  DatasetSource source(
      List<String> classes, ImageShape image, List<SourceFile> files, SourceDirectory directory) {
    LabelNames labels = LabelNames.ofClasses(classes);
    return withWarnings(
        new DatasetSource(
            published, labels, image, files, List.of(), List.of(), directory.counts(0, 0)));
  }

  /** The source of image files, with a warning for every split that is smaller than published. */
  DatasetSource source(LabelNames labels, FoundImages images, SourceDirectory directory) {
    return withWarnings(
        new DatasetSource(
            published,
            labels,
            ImageShape.UNKNOWN,
            images.files(),
            images.warnings(),
            images.rejected(),
            directory.counts(images.size(), images.rejected().size())));
  }

  private DatasetSource withWarnings(DatasetSource found) {
    List<String> warnings = new ArrayList<>(found.warnings());
    for (Split split : Split.values()) {
      int images = found.records(split);
      if (images < publishedImages(split)) {
        warnings.add(
            String.format(
                Locale.ROOT,
                "%s: %s has %,d of the %,d published images%s",
                published,
                split,
                images,
                publishedImages(split),
                split == Split.TRAIN && images == 0 ? "; the shards are for evaluate" : ""));
      }
    }
    return found.with(warnings);
  }
}
