package org.abn.spark.figures;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.abn.data.InvalidDataException;
import org.abn.data.record.ImageRecord;
import org.abn.spark.explanation.ImageSource;
import org.abn.spark.explanation.ImageTasks;
import org.abn.spark.explanation.ShardImages;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A few test images that several runs have, evenly spread over all of these: nobody chooses them.
 *
 * @param numbers of the images among each run's test images, by run
 * @param of among how many they were chosen
 */
record ChosenImages(List<List<Integer>> numbers, int of) {

  /**
   * Chooses them. Where runs are of different shards, as of makers and models, images are the same
   * whose records have the same id.
   *
   * @param sources test images, by run
   * @param most how many
   * @throws InvalidDataException where no image is in all of the shards
   */
  static ChosenImages of(JavaSparkContext spark, List<ShardImages> sources, int most)
      throws IOException {
    ShardImages first = sources.get(0);
    if (sources.stream().allMatch(source -> isSame(source, first))) {
      List<Integer> all = IntStream.range(0, first.images()).boxed().toList();
      return new ChosenImages(
          sources.stream().map(same -> spread(all, most)).toList(), first.images());
    }
    List<Map<String, Integer>> ids = new ArrayList<>();
    for (ShardImages source : sources) {
      ids.add(numbersById(spark, source));
    }
    return among(sources, ids, most);
  }

  private static boolean isSame(ShardImages one, ShardImages other) {
    return one.uri().equals(other.uri()) && one.selection().equals(other.selection());
  }

  private static ChosenImages among(
      List<ShardImages> sources, List<Map<String, Integer>> ids, int most) {
    Set<String> common = new HashSet<>(ids.get(0).keySet());
    ids.forEach(of -> common.retainAll(of.keySet()));
    if (common.isEmpty()) {
      throw InvalidDataException.of(
          "%s and %s: no test image is in both, by the records' ids",
          sources.get(0).uri(), sources.get(sources.size() - 1).uri());
    }
    Map<String, Integer> first = ids.get(0);
    List<String> inOrder =
        common.stream().sorted((a, b) -> Integer.compare(first.get(a), first.get(b))).toList();
    List<String> chosen = spread(inOrder, most);
    return new ChosenImages(
        ids.stream().map(of -> chosen.stream().map(of::get).toList()).toList(), common.size());
  }

  /** The first, and others at the same distance. */
  static <T> List<T> spread(List<T> all, int most) {
    int count = Math.min(all.size(), most);
    return IntStream.range(0, count)
        .mapToObj(i -> all.get((int) ((long) i * all.size() / count)))
        .toList();
  }

  private static Map<String, Integer> numbersById(JavaSparkContext spark, ShardImages source) {
    spark.setJobDescription("ids of the test images of " + source.uri());
    List<ArrayList<String>> ids =
        ImageTasks.run(spark, source, (from, to) -> ids(source, from, to));
    List<String> inOrder = ids.stream().flatMap(List::stream).toList();
    Map<String, Integer> numbers = new HashMap<>();
    for (int number = 0; number < inOrder.size(); number++) {
      numbers.put(inOrder.get(number), number);
    }
    return numbers;
  }

  private static ArrayList<String> ids(ShardImages source, int from, int to) {
    ArrayList<String> ids = new ArrayList<>();
    try (ImageSource.Reader reader = source.open()) {
      for (int number = from; number < to; number++) {
        reader.read(number).records().forEach(record -> ids.add(record.id()));
      }
      return ids;
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /** The images of a run, in the order in which they are shown. */
  List<ImageRecord> records(int run, ShardImages source) throws IOException {
    List<ImageRecord> records = new ArrayList<>();
    try (ImageSource.Reader reader = source.open()) {
      for (int number : numbers.get(run)) {
        records.add(
            reader.read(number / source.batchSize()).records().get(number % source.batchSize()));
      }
    }
    return records;
  }

  /** How many images there are. */
  int count() {
    return numbers.get(0).size();
  }

  /** Such as "6 test images, evenly spread over 15,626." */
  String sentence() {
    return String.format(
        Locale.ROOT,
        "%d test image%s, evenly spread over %,d.",
        count(),
        count() == 1 ? "" : "s",
        of);
  }
}
