package org.abn.spark.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.abn.spark.action.ReproduceAction;
import org.abn.spark.action.Reproduction;
import org.abn.spark.action.TableRows;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "reproduce",
    description =
        "Trains what a table of the paper is made of, as far as it is not done, and writes the"
            + " table with our figures beside the published ones; or draws one of the paper's"
            + " figures of our networks, trained in the same way.",
    footer = {
      "",
      "Exit status: 0 every row is done, the figure drawn; 3 time was up, call it again; 1 rows"
          + " failed, which are named at the end."
    })
final class ReproduceCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private What what;

  private static final class What {
    @Option(names = "--table", paramLabel = "N", description = "a table of the paper, 1 to 4")
    private Integer table;

    @Option(
        names = "--figure",
        paramLabel = "N",
        description =
            "a figure of the paper: 4, Grad-CAM, CAM and attention maps on ImageNet; 5, attention"
                + " maps of makers and models on CompCars; 6, features there by t-SNE; 7, attention"
                + " maps of CelebA's attributes. Of runs with seed 1, in OUT/figures")
    private Integer figure;

    @Option(names = "--all", description = "all four tables")
    private boolean all;
  }

  @Option(
      names = "--rows",
      paramLabel = "ROW",
      split = ",",
      description = "of the table, such as resnet20,resnet110; all unless given")
  private List<String> rows = List.of();

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "1",
      description = "runs of each network, with seeds 1 to N (default: ${DEFAULT-VALUE})")
  private int seeds;

  @Option(
      names = "--until",
      paramLabel = "HH:MM",
      description = "when to stop, today or tomorrow, by this machine's clock")
  private String until;

  @Option(
      names = "--out",
      paramLabel = "URI",
      defaultValue = "reproduction",
      description = "directory of runs and tables (default: ${DEFAULT-VALUE})")
  private String out;

  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      description =
          "wins over every configuration's value, such as -D train.epochs=3. data.uri is the shards"
              + " of a dataset, or a directory with a directory for each: cifar10, cifar100, svhn,"
              + " imagenet, compcars, compcars-maker, celeba")
  private Map<String, String> overrides = new LinkedHashMap<>();

  @Override
  public Integer call() throws Exception {
    if (what.table == null && !rows.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "--rows needs --table");
    }
    boolean areSeedsGiven = spec.commandLine().getParseResult().hasMatchedOption("--seeds");
    if (what.figure != null && areSeedsGiven) {
      throw new ParameterException(
          spec.commandLine(), "--seeds goes with --table or --all: a figure is of seed 1");
    }
    Instant end = until == null ? Instant.MAX : end(ZonedDateTime.now());
    var reproduction = new Reproduction(asked(), seeds, overrides, out);
    var action = new ReproduceAction(reproduction, end, Failures::line);
    return switch (action.run()) {
      case DONE -> ExitStatus.DONE;
      case UNFINISHED -> ExitStatus.UNFINISHED;
      case FAILED -> ExitStatus.FAILED;
    };
  }

  private TableRows asked() {
    if (what.figure != null) {
      return TableRows.ofFigure(what.figure);
    }
    return what.all ? TableRows.all() : TableRows.of(what.table, rows);
  }

  private Instant end(ZonedDateTime now) {
    try {
      return next(LocalTime.parse(until), now).toInstant();
    } catch (DateTimeException e) {
      throw new ParameterException(
          spec.commandLine(), "--until must be a time such as 06:00, cannot be: " + until);
    }
  }

  /** When a clock shows a time next. */
  static ZonedDateTime next(LocalTime time, ZonedDateTime now) {
    ZonedDateTime today = now.with(time);
    return today.isAfter(now) ? today : today.plusDays(1);
  }
}
