package org.abn.model.backbone;

import java.util.List;
import org.abn.model.graph.FeatureMap;
import org.abn.model.graph.FeatureVector;
import org.abn.model.graph.GraphScope;
import org.abn.model.layer.Linear.Start;

/**
 * VGG16 (Simonyan and Zisserman 2015, Table 1, column D), with batch norm or without.
 *
 * <p>There is no public ABN code for it. By the paper's text the attention branch has 3x3
 * convolutions where the network has fully connected layers; as the network of a class activation
 * map (Zhou et al. 2016) they have {@value #CONVOLVED} channels, and work on the features before
 * the last pooling.
 *
 * @param batchNorm whether a batch norm follows each convolution
 * @param dropout behind both fully connected layers, in [0, 1)
 */
public record Vgg(boolean batchNorm, double dropout) implements Backbone {

  /** Channels of the 3x3 convolutions; a max pool follows each row but the last. */
  private static final List<List<Integer>> CONVOLUTIONS =
      List.of(
          List.of(64, 64), //         224 x 224
          List.of(128, 128), //       112 x 112
          List.of(256, 256, 256), //   56 x 56
          List.of(512, 512, 512), //   28 x 28
          List.of(512, 512, 512)); //  14 x 14

  /** Channels of the convolutions that stand for fully connected layers (Zhou et al. 2016). */
  private static final int CONVOLVED = 1024;

  private static final int FULLY_CONNECTED = 4096;

  @Override
  public Classifier classifier() {
    return new Classifier("classifier.6", Start.NORMAL);
  }

  @Override
  public AttentionHead attentionHead() {
    return AttentionHead.STANDARD;
  }

  /**
   * Modules are numbered as torchvision does: convolution, batch norm, ReLU and pool by one each.
   */
  @Override
  public FeatureMap buildFeatureExtractor(GraphScope g, FeatureMap image) {
    FeatureMap x = image;
    int module = 0;
    for (List<Integer> row : CONVOLUTIONS) {
      if (module > 0) {
        x = g.maxPooling("features." + module++, x, 2, 2, 0);
      }
      for (int channels : row) {
        x =
            convolution(
                g, new Names("features." + module, "features." + (module + 1)), x, channels);
        module += batchNorm ? 3 : 2;
      }
    }
    return x;
  }

  @Override
  public FeatureMap buildAttentionTrunk(GraphScope g, FeatureMap features) {
    FeatureMap x = convolution(g, new Names("att_fc6", "att_bn6"), features, CONVOLVED);
    return convolution(g, new Names("att_fc7", "att_bn7"), x, CONVOLVED);
  }

  @Override
  public PerceptionTrunk buildPerceptionTrunk(GraphScope g, FeatureMap features) {
    FeatureMap pooled = g.maxPooling("pool5", features, 2, 2, 0);
    FeatureVector x = g.flatten("flatten", pooled);
    x = fullyConnected(g, "classifier.0", x);
    return new PerceptionTrunk(features, fullyConnected(g, "classifier.3", x));
  }

  @Override
  public ClassActivation buildClassActivation(GraphScope g, FeatureMap features, int classes) {
    FeatureMap last = convolution(g, new Names("cam_conv", "cam_bn"), features, CONVOLVED);
    FeatureVector means = g.globalAveragePooling("pool", last);
    FeatureVector logits = g.linear("fc", means, classes, Start.NORMAL);
    return new ClassActivation(last, logits.vertex(), logits);
  }

  private record Names(String convolution, String norm) {}

  private FeatureMap convolution(GraphScope g, Names names, FeatureMap in, int channels) {
    return batchNorm
        ? g.batchNormReLU(names.norm, g.biasedConvolution(names.convolution, in, channels))
        : g.biasedConvolutionReLU(names.convolution, in, channels);
  }

  private FeatureVector fullyConnected(GraphScope g, String name, FeatureVector in) {
    FeatureVector x = g.relu(name + ".relu", g.linear(name, in, FULLY_CONNECTED, Start.NORMAL));
    return g.dropout(name + ".dropout", x, dropout);
  }
}
