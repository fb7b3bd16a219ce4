package org.abn.model.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.abn.model.explain.SaliencyMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PerturbationTest {

  private static final Offset<Double> CLOSE = within(1e-5);

  /** What ROAD's noise may change, since the reference has none. */
  private static final Offset<Double> CLOSE_BUT_FOR_NOISE = within(2e-3);

  private static final int SIZE = 12;

  @ParameterizedTest
  @ValueSource(strings = {"perturbation-24x18.json", "perturbation-6x9.json"})
  void curvesAreThoseOfTheReference(String file) {
    Reference reference = Reference.read(file);
    Perturbed perturbed = perturbed(reference, 7);
    assertThat(perturbed.deletion().confidences())
        .containsExactly(reference.doubles("deletion"), CLOSE);
    assertThat(perturbed.insertion().confidences())
        .containsExactly(reference.doubles("insertion"), CLOSE);
    assertThat(perturbed.deletion().area()).isCloseTo(reference.number("deletion_area"), CLOSE);
    assertThat(perturbed.insertion().area()).isCloseTo(reference.number("insertion_area"), CLOSE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"perturbation-24x18.json", "perturbation-6x9.json"})
  void roadIsThatOfTheReference(String file) {
    Reference reference = Reference.read(file);
    Road road = new Road(reference.image(), reference.map("map").order());
    BlockNetwork network = new BlockNetwork(reference.rows("weights"));
    assertThat(meanWithoutNoise(road, true, network, reference))
        .isCloseTo(reference.number("most_relevant_first"), CLOSE);
    assertThat(meanWithoutNoise(road, false, network, reference))
        .isCloseTo(reference.number("least_relevant_first"), CLOSE);
    assertThat(perturbed(reference, 7).road())
        .isCloseTo(reference.number("road"), CLOSE_BUT_FOR_NOISE);
  }

  private static double meanWithoutNoise(
      Road road, boolean mostFirst, ImageScores network, Reference reference) {
    var batches = new Batches(network, 4, reference.image());
    batches.add(reference.image().values());
    if (mostFirst) {
      road.mostRelevantFirst(new Silence(), batches::add);
    } else {
      road.leastRelevantFirst(new Silence(), batches::add);
    }
    double[] confidences = new Confidences(batches.answers()).next(Road.PERCENTILES);
    double sum = 0;
    for (double confidence : confidences) {
      sum += confidence;
    }
    return sum / Road.PERCENTILES;
  }

  @Test
  void batchesGoOnFromStepToStepAndFromMapToMap() {
    Reference reference = Reference.read("perturbation-24x18.json");
    PixelMap map = reference.map("map");
    BlockNetwork network = new BlockNetwork(reference.rows("weights"));
    new Perturbation(network, 64, 1).of("a", reference.image(), List.of(map, map));
    // The whole image, and a map's 25 + 25 steps and 9 + 9 percentiles.
    assertThat(network.batches()).containsExactly(64L, 64L, 1 + 2 * 68 - 2 * 64L);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 1000})
  void theBatchSizeChangesNothing(int batchSize) {
    Reference reference = Reference.read("perturbation-24x18.json");
    Perturbed perturbed = perturbed(reference, batchSize);
    assertThat(perturbed).usingRecursiveComparison().isEqualTo(perturbed(reference, 7));
  }

  @Test
  void noiseDependsOnSeedAndImageAlone() {
    Reference reference = Reference.read("perturbation-6x9.json");
    double road = road(reference, "a", 1);
    assertThat(road(reference, "a", 1)).isEqualTo(road);
    assertThat(road(reference, "b", 1)).isNotEqualTo(road);
    assertThat(road(reference, "a", 2)).isNotEqualTo(road);
  }

  @Test
  void aMapOfTheObjectIsBetterThanChanceAndChanceThanItsOpposite() {
    NormalisedImage image = imageWithObject();
    PixelMap perfect = PixelMap.of(objectMap(1), SIZE, SIZE);
    PixelMap opposite = PixelMap.of(objectMap(-1), SIZE, SIZE);
    PixelMap chance = PixelMap.of(ControlMaps.random(SIZE, SIZE, "a", 1), SIZE, SIZE);
    List<Perturbed> found =
        new Perturbation(objectNetwork(), 32, 1).of("a", image, List.of(perfect, chance, opposite));
    for (int i = 1; i < found.size(); i++) {
      Perturbed better = found.get(i - 1);
      Perturbed worse = found.get(i);
      assertThat(better.deletion().area()).isLessThan(worse.deletion().area() - 0.05);
      assertThat(better.insertion().area()).isGreaterThan(worse.insertion().area() + 0.05);
      assertThat(better.road()).isGreaterThan(worse.road() + 0.05);
    }
  }

  @Test
  void theOppositeMapSwapsWhatRoadRemovesFirst() {
    Reference reference = Reference.read("perturbation-24x18.json");
    int[] order = reference.map("map").order();
    Road road = new Road(reference.image(), order);
    Road opposite = new Road(reference.image(), reversed(order));
    BlockNetwork network = new BlockNetwork(reference.rows("weights"));
    assertThat(meanWithoutNoise(road, true, network, reference))
        .isCloseTo(meanWithoutNoise(opposite, false, network, reference), within(1e-9))
        .isNotCloseTo(meanWithoutNoise(road, false, network, reference), CLOSE);
  }

  @Test
  void aMapThatIsTheSameEverywhereTakesPixelsInTheirOrder() {
    NormalisedImage image = imageWithObject();
    PixelMap constant = new PixelMap(SIZE, SIZE, new float[SIZE * SIZE]);
    float[] falling = new float[SIZE * SIZE];
    for (int i = 0; i < falling.length; i++) {
      falling[i] = -i;
    }
    List<Perturbed> found =
        new Perturbation(objectNetwork(), 32, 1)
            .of("a", image, List.of(constant, new PixelMap(SIZE, SIZE, falling)));
    assertThat(found.get(0)).usingRecursiveComparison().isEqualTo(found.get(1));
    assertThat(found.get(0).road()).isFinite();
  }

  @Test
  void refusesAMapOfAnotherSize() {
    Perturbation perturbation = new Perturbation(objectNetwork(), 8, 1);
    PixelMap map = new PixelMap(SIZE, SIZE + 1, new float[SIZE * (SIZE + 1)]);
    assertThatThrownBy(() -> perturbation.of("a", imageWithObject(), List.of(map)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a map must be of its image's size, 12 x 12, cannot be: 12 x 13");
  }

  private static Perturbed perturbed(Reference reference, int batchSize) {
    BlockNetwork network = new BlockNetwork(reference.rows("weights"));
    return new Perturbation(network, batchSize, 1)
        .of("a", reference.image(), List.of(reference.map("map")))
        .get(0);
  }

  private static double road(Reference reference, String id, long seed) {
    return new Perturbation(new BlockNetwork(reference.rows("weights")), 8, seed)
        .of(id, reference.image(), List.of(reference.map("map")))
        .get(0)
        .road();
  }

  private static int[] reversed(int[] order) {
    int[] reversed = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      reversed[i] = order[order.length - 1 - i];
    }
    return reversed;
  }

  /** Of 1 in the middle of three by three blocks, and little elsewhere. */
  private static NormalisedImage imageWithObject() {
    float[] values = new float[SIZE * SIZE];
    for (int i = 0; i < values.length; i++) {
      values[i] = isObject(i) ? 1 : -0.1f;
    }
    return new NormalisedImage(SIZE, SIZE, 1, values);
  }

  private static boolean isObject(int pixel) {
    return pixel / SIZE / 4 == 1 && pixel % SIZE / 4 == 1;
  }

  private static SaliencyMap objectMap(float value) {
    float[][] values = new float[SIZE][SIZE];
    for (int i = 0; i < SIZE * SIZE; i++) {
      values[i / SIZE][i % SIZE] = isObject(i) ? value : 0;
    }
    return new SaliencyMap(values);
  }

  /** Sure of class 0 by how bright the middle is. */
  private static ImageScores objectNetwork() {
    float[][] weights = new float[9][2];
    weights[4][0] = 4;
    return new BlockNetwork(weights);
  }

  /** No noise. */
  private static final class Silence extends Random {

    private static final long serialVersionUID = 1;

    @Override
    public double nextGaussian() {
      return 0;
    }
  }
}
