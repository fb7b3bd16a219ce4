package org.abn.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.ValueInfoProto;
import org.abn.model.ContractNetworks;
import org.abn.model.InputShape;
import org.abn.model.Network;
import org.abn.model.NetworkOptions;
import org.abn.model.backbone.AttentionHead;
import org.abn.model.inference.Prediction;
import org.abn.model.inference.Predictor;
import org.abn.model.parts.Branch;
import org.abn.model.parts.Model;
import org.abn.model.parts.NetworkParts;
import org.abn.model.parts.Role;
import org.abn.model.saved.InvalidModelException;
import org.abn.model.saved.Provenance;
import org.abn.model.saved.Provenance.Data;
import org.abn.model.saved.Provenance.Pixels;
import org.abn.model.saved.Provenance.Program;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.same.Floor;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class OnnxExportTest {

  private static final double TOLERANCE = 1e-4;

  private static final Program PROGRAM = new Program("1.2.3", "abcdef");
  private static final List<String> NAMES = List.of("a", "b \"c\"", "d", "e", "f");
  private static final Pixels PIXELS =
      new Pixels(List.of(16), List.of(0.4f, 0.5f, 0.6f), List.of(0.2f, 0.3f, 0.25f));

  /** Networks are large outside of the heap, where the collector does not see them. */
  @AfterEach
  void collect() {
    System.gc();
  }

  @ParameterizedTest
  @MethodSource("org.abn.model.ContractNetworks#names")
  void answersInOnnxRuntimeAsThePredictorForAnyBatch(String name) throws Exception {
    Model model = RandomNetworks.of(Network.named(name));
    INDArray images = threeImages(name);
    ModelProto file = export(model, name, images, Images.NORMALISED);
    assertWellFormed(file.getGraph());
    assertThat((long) file.getSerializedSize()) // no array is there twice
        .isLessThan(Float.BYTES * model.graph().numParams() + 200_000);
    try (Predictor predictor = Predictor.of(model);
        var session = new OnnxSession(file)) {
      Map<String, INDArray> answers = session.run(images);
      assertAgree(answers, predictor.predict(images));
      INDArray first = images.get(NDArrayIndex.interval(0, 1)).dup('c');
      session
          .run(first)
          .forEach(
              (output, answer) ->
                  assertAgree(answer, answers.get(output).get(NDArrayIndex.interval(0, 1))));
    }
  }

  private static INDArray threeImages(String name) {
    INDArray images = ContractNetworks.images(Network.named(name), DataType.FLOAT);
    return images.get(NDArrayIndex.interval(0, 3)).dup('c');
  }

  @ParameterizedTest
  @ValueSource(strings = {"abn-resnet8", "multitask-resnet18"})
  void takesPixelsWhereAsked(String name) throws Exception {
    Model model = RandomNetworks.of(Network.named(name));
    long[] shape = ContractNetworks.images(Network.named(name), DataType.FLOAT).shape();
    INDArray pixels = Nd4j.rand(DataType.FLOAT, shape).muli(256);
    Nd4j.getExecutioner().exec(new Floor(pixels));
    INDArray normalised = pixels.div(255).castTo(DataType.DOUBLE);
    normalised.subi(row(PIXELS.mean()).broadcast(shape)).divi(row(PIXELS.std()).broadcast(shape));
    ModelProto file = export(model, name, pixels, Images.PIXELS);
    assertWellFormed(file.getGraph());
    try (Predictor predictor = Predictor.of(model);
        var session = new OnnxSession(file)) {
      assertAgree(session.run(pixels), predictor.predict(normalised.castTo(DataType.FLOAT)));
    }
  }

  private static INDArray row(List<Float> values) {
    return Nd4j.createFromArray(values.stream().mapToDouble(Float::doubleValue).toArray())
        .reshape('c', 1, 1, 1, values.size());
  }

  @Test
  void exportsTheAttentionBranchAsThePaperWritesIt() throws Exception {
    NetworkOptions asWritten = NetworkOptions.DEFAULT.withAttentionHead(AttentionHead.PAPER_TEXT);
    Network network = Network.named("abn-resnet8", asWritten);
    Model model = RandomNetworks.of(network);
    INDArray images = ContractNetworks.images(network, DataType.FLOAT);
    try (Predictor predictor = Predictor.of(model);
        var session = new OnnxSession(export(model, network.name(), images, Images.NORMALISED))) {
      assertAgree(session.run(images), predictor.predict(images));
    }
  }

  @Test
  void saysWhatItTakesAndGives() throws Exception {
    ModelProto file = export("abn-multitask-resnet18", Images.PIXELS);
    assertThat(file.getProducerName()).isEqualTo("abn-spark");
    assertThat(file.getProducerVersion()).isEqualTo("1.2.3");
    assertThat(file.getGraph().getName()).isEqualTo("abn-multitask-resnet18");
    assertThat(file.getGraph().getInputList())
        .extracting(OnnxExportTest::text)
        .containsExactly("images[batch, 3, 48, 32]: RGB values from 0 to 255");
    assertThat(file.getGraph().getOutputList())
        .extracting(OnnxExportTest::text)
        .containsExactly(
            "logits[batch, 10]: no and yes of each attribute, before the softmax of the pair",
            "attention_logits[batch, 5]: one an attribute, before the sigmoid",
            "attention_map[batch, 5, 3, 2]: one an attribute, below 0 against it and above for it");
  }

  @Test
  void keepsNamesAndProvenance() throws Exception {
    try (var session = new OnnxSession(export("resnet8", Images.PIXELS))) {
      assertThat(session.metadata())
          .isEqualTo(
              Map.of(
                  "network", "resnet8",
                  "git_commit", "abcdef",
                  "labels", "[\"a\",\"b \\\"c\\\"\",\"d\",\"e\",\"f\"]",
                  "manifest_sha256", "0123",
                  "resize", "[16]",
                  "mean", "[0.4,0.5,0.6]",
                  "std", "[0.2,0.3,0.25]",
                  "images", "pixels"));
    }
    ModelProto attributes = export("multitask-resnet18", Images.NORMALISED);
    assertThat(attributes.getMetadataPropsList())
        .extracting(entry -> entry.getKey())
        .contains("attributes")
        .doesNotContain("labels");
  }

  @Test
  void refusesPixelsWhereNobodySaysHowTheyBecomeTheInput() {
    Model model = RandomNetworks.of(Network.named("resnet8"));
    INDArray images = ContractNetworks.images(Network.named("resnet8"), DataType.FLOAT);
    assertThatThrownBy(
            () ->
                new OnnxExport(model, provenance("resnet8", images, null), Images.PIXELS, PROGRAM))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("does not say how pixels become the network's input");
    Pixels grey = new Pixels(List.of(16), List.of(0.5f), List.of(0.2f));
    assertThatThrownBy(
            () ->
                new OnnxExport(model, provenance("resnet8", images, grey), Images.PIXELS, PROGRAM))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("has 1 means and 1 deviations of pixels, expected one of each for 3");
  }

  @Test
  void refusesAFileThatSaysSomethingElseThanItHolds() {
    Model model = RandomNetworks.of(Network.named("abn-resnet8"));
    var vertices = Map.of(Role.ATTENTION_MAP, "attention_branch/nowhere");
    var parts = new NetworkParts(model.parts().outputs(), vertices, model.parts().mapValues());
    INDArray images = ContractNetworks.images(Network.named("abn-resnet8"), DataType.FLOAT);
    assertThatThrownBy(
            () -> export(new Model(model.graph(), parts), "x", images, Images.NORMALISED))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage("has no layer attention_branch/nowhere, which should give the attention_map");
    assertThatThrownBy(() -> export(model, "x", Nd4j.zeros(1, 16, 16, 4), Images.NORMALISED))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("is not of images of");
  }

  @Test
  void refusesAFileThatDoesNotSayWhatTheNetworkGives() {
    Model model = RandomNetworks.of(Network.named("abn-resnet8"));
    INDArray images = threeImages("abn-resnet8");
    var nothing = new NetworkParts(List.of(), Map.of(), null);
    assertThatThrownBy(
            () -> export(new Model(model.graph(), nothing), "x", images, Images.NORMALISED))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage("the network has no output perception");
    var anyMap = new NetworkParts(model.parts().outputs(), model.parts().vertices(), null);
    assertThatThrownBy(
            () -> export(new Model(model.graph(), anyMap), "x", images, Images.NORMALISED))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage("does not say what values its attention maps have");
  }

  @Test
  void refusesMoreThanAFileCanHold() {
    assertThatThrownBy(() -> OnnxExport.requireBytes(2_000_000_001))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("expected at most 2,000,000,000: an ONNX file ends at 2 GiB");
  }

  private static ModelProto export(String name, Images images) {
    INDArray input = ContractNetworks.images(Network.named(name), DataType.FLOAT);
    return export(RandomNetworks.of(Network.named(name)), name, input, images);
  }

  private static ModelProto export(Model model, String name, INDArray input, Images images) {
    return new OnnxExport(model, provenance(name, input, PIXELS), images, PROGRAM).file();
  }

  private static Provenance provenance(String name, INDArray images, Pixels pixels) {
    return new Provenance(
        name,
        NetworkOptions.DEFAULT,
        new InputShape((int) images.size(1), (int) images.size(2), (int) images.size(3)),
        ContractNetworks.CLASSES,
        Optional.ofNullable(pixels).map(known -> new Data(NAMES, known, "0123")),
        PROGRAM);
  }

  private static void assertAgree(Map<String, INDArray> ours, Prediction expected) {
    try (expected) {
      assertAgree(ours.get("logits"), expected.of(Branch.PERCEPTION).logits());
      if (expected.maps().isPresent()) {
        assertThat(ours).containsOnlyKeys("logits", "attention_logits", "attention_map");
        assertAgree(ours.get("attention_logits"), expected.of(Branch.ATTENTION).logits());
        assertAgree(ours.get("attention_map"), expected.maps().get().permute(0, 3, 1, 2));
      } else {
        assertThat(ours).containsOnlyKeys("logits");
      }
    }
  }

  private static void assertAgree(INDArray ours, INDArray expected) {
    assertThat(ours.shape()).isEqualTo(expected.shape());
    assertThat(expected.stdNumber().doubleValue()).isGreaterThan(1e-3);
    assertThat(ours.sub(expected).amaxNumber().doubleValue()).isLessThan(TOLERANCE);
  }

  /** As ONNX's own checker: what is taken is there before, and nothing is there twice. */
  private static void assertWellFormed(GraphProto graph) {
    Set<String> there = new HashSet<>();
    Set<String> taken = new HashSet<>();
    graph.getInputList().forEach(input -> assertThat(there.add(input.getName())).isTrue());
    for (TensorProto array : graph.getInitializerList()) {
      assertThat(there.add(array.getName())).as(array.getName()).isTrue();
    }
    Set<String> nodes = new HashSet<>();
    for (NodeProto node : graph.getNodeList()) {
      assertThat(nodes.add(node.getName())).as(node.getName()).isTrue();
      assertThat(there).containsAll(node.getInputList());
      taken.addAll(node.getInputList());
      node.getOutputList().forEach(output -> assertThat(there.add(output)).as(output).isTrue());
    }
    for (ValueInfoProto output : graph.getOutputList()) {
      assertThat(there).contains(output.getName());
      taken.add(output.getName());
    }
    assertThat(taken).isEqualTo(there);
  }

  private static String text(ValueInfoProto value) {
    List<String> shape =
        value.getType().getTensorType().getShape().getDimList().stream()
            .map(size -> size.hasDimParam() ? size.getDimParam() : "" + size.getDimValue())
            .toList();
    return value.getName() + shape + ": " + value.getDocString();
  }
}
