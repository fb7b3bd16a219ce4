package org.abn.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TableFitTest {

  @ParameterizedTest
  @CsvSource({
    "abn-resnet50, 224, 224, abn-imagenet-resnet50 was probably meant",
    "resnet152, 224, 323, imagenet-resnet152 was probably meant",
    "abn-eq1-resnet20, 128, 128, abn-eq1-imagenet-resnet18 was probably meant",
    "resnet110, 224, 224, imagenet-resnet101 was probably meant",
    "resnet18, 32, 32, resnet20 was probably meant",
    "abn-resnet34, 32, 32, abn-resnet32 was probably meant",
    "abn-imagenet-resnet50, 28, 28, abn-resnet50 was probably meant",
    "imagenet-resnet152, 32, 300, resnet152 was probably meant",
    "cam-resnet152, 32, 32, no network of its kind is for such images",
    "abn-wrn-28-4, 224, 224, no network of its kind is for such images"
  })
  void namesTheNetworkThatWasMeant(String name, int height, int width, String advice) {
    InputShape images = new InputShape(height, width, 3);
    assertThat(TableFit.misfit(Network.named(name), images))
        .hasValueSatisfying(
            misfit ->
                assertThat(misfit)
                    .startsWith(name + " is built from a table for images of about ")
                    .contains("and these are " + height + "x" + width)
                    .endsWith(advice));
  }

  @ParameterizedTest
  @CsvSource({
    "resnet20, 28, 28",
    "abn-resnet110, 64, 64",
    "wrn-16-8, 96, 96",
    "abn-imagenet-resnet18, 64, 64",
    "abn-multitask-resnet18, 32, 32",
    "vgg16-bn, 32, 32",
    "seresnet18, 32, 32"
  })
  void leavesWhatIsCommonAlone(String name, int height, int width) {
    assertThat(TableFit.misfit(Network.named(name), new InputShape(height, width, 3))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("org.abn.model.NetworkTest#namesOfTheTables")
  void leavesThePapersOwnAlone(String name) {
    Network network = Network.named(name);
    assertThat(TableFit.misfit(network, network.input())).isEmpty();
  }

  @Test
  void leavesTheRowsOfTheTablesAlone() {
    PaperNetworks.rows()
        .forEach(
            row ->
                assertThat(TableFit.misfit(Network.named(row.network()), row.images()))
                    .as(row.network())
                    .isEmpty());
  }
}
