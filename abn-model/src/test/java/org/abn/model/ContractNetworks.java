package org.abn.model;

import java.util.Arrays;
import java.util.List;
import org.abn.model.parts.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Small members of each family, by which the contract of all networks is tried. */
public final class ContractNetworks {

  public static final int CLASSES = 5;
  public static final int BATCH = 4;

  private static final InputShape SMALL = new InputShape(16, 12, 3);
  private static final InputShape LARGER = new InputShape(48, 32, 3);

  private ContractNetworks() {}

  public static List<String> names() {
    return List.of(
        "resnet8",
        "abn-resnet8",
        "abn-eq1-resnet8",
        "abn-resnet44",
        "wrn-10-2",
        "abn-wrn-10-1",
        "densenet-10-4",
        "abn-densenet-10-4",
        "resnext-11-2x1",
        "abn-eq1-resnext-11-2x1",
        "imagenet-resnet18",
        "abn-imagenet-resnet50",
        "cam-resnet18",
        "seresnet18",
        "abn-seresnet50",
        "vgg16",
        "vgg16-bn",
        "cam-vgg16",
        "cam-vgg16-bn",
        "abn-vgg16",
        "abn-vgg16-bn",
        "multitask-resnet18",
        "abn-multitask-resnet18");
  }

  /** One or two of each family: what the others consist of is in these. */
  public static List<String> ofEachFamily() {
    return List.of(
        "resnet8",
        "abn-resnet8",
        "abn-eq1-resnet8",
        "abn-resnet44",
        "abn-wrn-10-1",
        "abn-densenet-10-4",
        "abn-eq1-resnext-11-2x1",
        "abn-imagenet-resnet50",
        "cam-resnet18",
        "abn-seresnet50",
        "abn-vgg16",
        "cam-vgg16-bn",
        "multitask-resnet18",
        "abn-multitask-resnet18");
  }

  /** A network with new parameters. */
  public static Model model(String name, DataType type) {
    return model(Network.named(name), Sgd.constant(0.01, 0.9, 1e-4), type);
  }

  /** A network with new parameters. */
  public static Model model(Network network, Sgd sgd, DataType type) {
    return configuration(network, sgd, type).newModel();
  }

  private static NetworkConfiguration configuration(Network network, Sgd sgd, DataType type) {
    return network.configuration(input(network), CLASSES, sgd, 1, type);
  }

  /** A network in FLOAT, without parameters. */
  public static NetworkConfiguration configuration(Network network) {
    Sgd sgd = Sgd.constant(0.01, 0.9, 1e-4);
    return configuration(network, sgd, DataType.FLOAT);
  }

  /** A network after a step, which moves the running statistics away from their start. */
  public static Model trained(String name) {
    Model model = model(name, DataType.FLOAT);
    model.graph().fit(batch(Network.named(name), DataType.FLOAT));
    return model;
  }

  /** The same parameters in DOUBLE, without momentum; a step in DOUBLE takes many times as long. */
  public static Model trainedInDouble(String name) {
    return inDouble(name, trained(name));
  }

  /** The parameters of a network in one that computes in DOUBLE, without blocks and oneDNN. */
  public static Model inDouble(String name, Model model) {
    NetworkConfiguration configuration =
        configuration(Network.named(name), Sgd.constant(0.01, 0.9, 1e-4), DataType.DOUBLE);
    var exact = new ComputationGraph(configuration.graph());
    exact.init(model.graph().params().castTo(DataType.DOUBLE), false);
    return new Model(exact, configuration.parts());
  }

  static InputShape input(Network network) {
    return network.input().equals(InputShape.CIFAR) ? SMALL : LARGER;
  }

  /** Images of noise, {@code [N, H, W, 3]}. */
  public static INDArray images(Network network, DataType type) {
    Nd4j.getRandom().setSeed(5);
    InputShape shape = input(network);
    return Nd4j.randn(type, BATCH, shape.height(), shape.width(), 3);
  }

  /** Some of them in DOUBLE: in evaluation no image depends on another, and DOUBLE is slow. */
  public static INDArray twoImages(String name) {
    INDArray images = images(Network.named(name), DataType.DOUBLE);
    return images.get(NDArrayIndex.interval(0, 2)).dup('c');
  }

  /** Images with labels for each output. */
  public static MultiDataSet batch(Network network, DataType type) {
    INDArray labels = Nd4j.zeros(type, BATCH, CLASSES);
    for (int n = 0; n < BATCH; n++) {
      labels.putScalar(n, n, 1);
    }
    INDArray[] targets = new INDArray[network.hasAttention() ? 2 : 1];
    Arrays.fill(targets, labels);
    return new MultiDataSet(new INDArray[] {images(network, type)}, targets);
  }
}
