package org.abn.data.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.abn.data.record.Split;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The files of CIFAR-100's binary version (https://www.cs.toronto.edu/~kriz/cifar.html). Without
 * {@code fine_label_names.txt} the classes have the names that the published file gives them.
 */
final class Cifar100 {
  private static final String CLASSES =
      """
      apple aquarium_fish baby bear beaver bed bee beetle bicycle bottle bowl boy bridge
      bus butterfly camel can castle caterpillar cattle chair chimpanzee clock cloud
      cockroach couch crab crocodile cup dinosaur dolphin elephant flatfish forest fox
      girl hamster house kangaroo keyboard lamp lawn_mower leopard lion lizard lobster man
      maple_tree motorcycle mountain mouse mushroom oak_tree orange orchid otter palm_tree
      pear pickup_truck pine_tree plain plate poppy porcupine possum rabbit raccoon ray
      road rocket rose sea seal shark shrew skunk skyscraper snail snake spider squirrel
      streetcar sunflower sweet_pepper table tank telephone television tiger tractor train
      trout tulip turtle wardrobe whale willow_tree wolf woman worm
      """;
  private static final String CLASS_FILE = "fine_label_names.txt";

  private Cifar100() {}

  static DatasetSource open(Configuration conf, Path path) throws IOException {
    SourceDirectory directory = SourceDirectory.list(DatasetFormat.CIFAR100, conf, path);
    CifarFiles published =
        CifarFiles.in(
            directory,
            "cifar-100-binary",
            "cifar-100-binary",
            List.of(name(Split.TRAIN), name(Split.TEST)));
    List<SourceFile> files = new ArrayList<>();
    for (Split split : Split.values()) {
      int most = DatasetFormat.CIFAR100.publishedImages(split);
      published
          .file(name(split))
          .map(file -> CifarFile.of(file, split, CifarLayout.CIFAR100, most))
          .ifPresent(files::add);
      directory.require(split, List.of(name(split)), files);
    }
    List<String> classes =
        ClassNames.read(conf, published.file(CLASS_FILE), List.of(CLASSES.strip().split("\\s+")));
    published.passOverOthers();
    return DatasetFormat.CIFAR100.source(classes, CifarFile.IMAGE, files, directory);
  }

  private static String name(Split split) {
    return split + ".bin";
  }
}
