package org.abn.spark.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.abn.data.InvalidDataException;
import org.abn.spark.tables.History.Line;
import org.junit.jupiter.api.Test;

class HistoryTest {

  private static final Line FIRST = line("2026-01-01", 3, 30.0, 0.3);
  private final History history = new History(List.of(FIRST));

  private static Line line(String date, int seeds, double error, Double deviation) {
    return new Line(
        date, "cifar100/resnet20", 300, seeds, error, deviation, 10_000, "abc", "commit1");
  }

  @Test
  void isReadAsItIsWritten() {
    History two = history.with(List.of(line("2026-01-02", 1, 30.5, null)));
    assertThat(two.lines()).hasSize(2);
    assertThat(History.parse("history.csv", two.csv())).isEqualTo(two);
  }

  @Test
  void hasNoLineForANightLikeTheLast() {
    assertThat(history.with(List.of(line("2026-01-02", 3, 30.0, 0.3)))).isEqualTo(history);
  }

  /** Standard error of the difference: 0.3 * sqrt(1/3 + 1/3) = 0.245. */
  @Test
  void warnsOfWhatDiffersByMoreThanTwoStandardErrors() {
    assertThat(history.warnings(List.of(line("2026-01-02", 3, 30.48, 0.3)))).isEmpty();
    assertThat(history.warnings(List.of(line("2026-01-02", 3, 30.50, 0.3))))
        .containsExactly(
            "cifar100/resnet20: top-1 error 30.50 %, on 2026-01-01 it was 30.00 %: more than seeds"
                + " differ; since then neither data nor program have changed");
    assertThat(history.warnings(List.of(line("2026-01-02", 3, 29.50, 0.3)))).hasSize(1);
  }

  /** One run of 10,000 images: sqrt(30 * 70 / 10000) = 0.458, of two such 0.648. */
  @Test
  void takesTheDrawingOfTestImagesWhereThereIsOneSeed() {
    History one = new History(List.of(line("2026-01-01", 1, 30.0, null)));
    assertThat(one.warnings(List.of(line("2026-01-02", 1, 31.25, null)))).isEmpty();
    assertThat(one.warnings(List.of(line("2026-01-02", 1, 31.35, null)))).hasSize(1);
  }

  @Test
  void saysWhatHasChanged() {
    Line other = new Line("2026-01-02", FIRST.conf(), 300, 3, 35, 0.3, 10_000, "other", "commit2");
    assertThat(history.warnings(List.of(other)))
        .singleElement()
        .asString()
        .endsWith("since then the data and the program changed");
  }

  @Test
  void doesNotCompareRunsOfOtherLengths() {
    Line longer = new Line("2026-01-02", FIRST.conf(), 60, 3, 35, 0.3, 10_000, "abc", "commit1");
    assertThat(history.warnings(List.of(longer))).isEmpty();
  }

  @Test
  void refusesTheFileOfAnotherVersion() {
    assertThatThrownBy(() -> History.parse("out/history.csv", "date,conf,error\n"))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith("out/history.csv: line 1: expected the columns date,conf,epochs,");
    assertThatThrownBy(() -> History.parse("out/history.csv", ""))
        .isInstanceOf(InvalidDataException.class);
  }

  @Test
  void namesTheLineThatIsDamaged() {
    String damaged = history.csv().replace("30.0", "thirty");
    assertThatThrownBy(() -> History.parse("history.csv", damaged))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith("history.csv: line 2: expected a line of ");
    assertThatThrownBy(() -> History.parse("history.csv", history.csv() + "2026-01-02,x\n"))
        .hasMessageStartingWith("history.csv: line 3: ");
    assertThatThrownBy(() -> History.parse("history.csv", history.csv() + "\"open\n"))
        .isInstanceOf(InvalidDataException.class);
  }
}
