package org.abn.model.saved;

import java.util.List;
import java.util.Optional;
import org.abn.model.InputShape;
import org.abn.model.NetworkOptions;

/**
 * Where a model comes from, and what its inputs and answers are: enough to use it, and to make it
 * again, without asking anyone.
 *
 * @param network its name, such as {@code abn-resnet20}
 * @param options what was chosen about it
 * @param input of the network
 * @param answers number of classes K, or of tasks T
 * @param data what it was trained on; empty of an imported checkpoint
 * @param program what wrote the file
 */
public record Provenance(
    String network,
    NetworkOptions options,
    InputShape input,
    int answers,
    Optional<Data> data,
    Program program) {

  /**
   * What a network was trained on.
   *
   * @param names of classes or attributes, in the order of the answers
   * @param pixels how images become its input
   * @param manifestSha256 checksum of the manifest of the shards
   */
  public record Data(List<String> names, Pixels pixels, String manifestSha256) {

    /** Copies the names. */
    public Data {
      names = List.copyOf(names);
    }
  }

  /**
   * How an image becomes the network's input: resized, cropped in the centre to the input's size,
   * and each pixel p in [0, 1] replaced by {@code (p - mean) / std}.
   *
   * @param resize what an image is resized to: one number is the shorter side, two are height and
   *     width
   * @param mean by channel
   * @param std by channel
   */
  public record Pixels(List<Integer> resize, List<Float> mean, List<Float> std) {

    /** Copies the lists. */
    public Pixels {
      resize = List.copyOf(resize);
      mean = List.copyOf(mean);
      std = List.copyOf(std);
    }
  }

  /**
   * The program that wrote a file.
   *
   * @param version of this product
   * @param gitCommit of its sources
   */
  public record Program(String version, String gitCommit) {}
}
