package org.abn.model.summary;

import java.util.List;
import java.util.Optional;
import org.abn.model.InputShape;
import org.abn.model.Network;
import org.abn.model.NetworkConfiguration;
import org.abn.model.Sgd;
import org.abn.model.parts.Role;
import org.abn.model.summary.LayerSummary.Parameters;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The layers of a network for some images.
 *
 * @param layers in the order in which they compute
 * @param attentionMap height and width of the attention map, and the number of maps; empty without
 */
public record NetworkSummary(List<LayerSummary> layers, Optional<List<Long>> attentionMap) {

  private static final Sgd ANY = Sgd.constant(0.1, 0.9, 0);

  /**
   * Looks at a network's configuration; makes no parameters.
   *
   * @param classes K, or T of a multi-task network, at least 1
   * @throws IllegalArgumentException where the images are too small for the network
   */
  public static NetworkSummary of(Network network, InputShape images, int classes) {
    NetworkConfiguration configuration =
        network.configuration(images, classes, ANY, 1, DataType.FLOAT);
    InputType input =
        InputType.convolutional(
            images.height(), images.width(), images.channels(), CNN2DFormat.NHWC);
    var table = new LayerTable(configuration.graph(), input);
    return new NetworkSummary(
        table.layers(), configuration.parts().vertex(Role.ATTENTION_MAP).map(table::outputShape));
  }

  /** Of the whole network. */
  public Parameters parameters() {
    return layers.stream().map(LayerSummary::parameters).reduce(Parameters.NONE, Parameters::plus);
  }

  /** Of convolutions and fully connected layers, forward, for one image. */
  public long multiplyAdds() {
    return layers.stream().mapToLong(LayerSummary::multiplyAdds).sum();
  }
}
