package io.postern.cli.manual;

import static java.util.stream.Collectors.joining;

import io.postern.cli.noun.Noun;
import io.postern.cli.noun.Nouns;
import io.postern.cli.session.ExitCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual, made from the commands themselves and a text that says the rest. */
final class Manual {
  private final CommandLine postern;

  Manual(CommandLine postern) {
    this.postern = postern;
  }

  /** Fills the places in the text. */
  String in(String text) {
    return text.replace("{{nouns}}", nouns())
        .replace("{{commands}}", commands(postern).collect(joining("\n")))
        .replace("{{options}}", arguments(postern.getCommandSpec().options(), option -> true))
        .replace("{{exit codes}}", exitCodes());
  }

  private static String nouns() {
    var rows = new ArrayList<>(List.of("| noun | also | its names look like |", "|---|---|---|"));
    for (var noun : Nouns.ALL)
      rows.add(row(code(noun.word()), aliases(noun), code(noun.pattern())));
    return String.join("\n", rows);
  }

  private static String aliases(Noun<?> noun) {
    return noun.aliases().stream().map(Manual::code).collect(joining(", "));
  }

  /** A chapter for each command that can be run, in the order of the help. */
  private static Stream<String> commands(CommandLine command) {
    var below = command.getSubcommands().values();
    if (below.isEmpty()) return Stream.of(chapter(command));
    return below.stream().flatMap(Manual::commands);
  }

  private static String chapter(CommandLine command) {
    var spec = command.getCommandSpec();
    var synopsis =
        spec.qualifiedName()
            + spec.positionalParameters().stream()
                .map(parameter -> " " + synopsis(parameter))
                .collect(joining());
    var lines = new ArrayList<>(List.of("### `" + synopsis + "`", ""));
    lines.add(String.join(" ", spec.usageMessage().description()));
    lines.add("");
    var arguments = new ArrayList<ArgSpec>(spec.positionalParameters());
    spec.options().stream()
        .sorted(Comparator.comparing(OptionSpec::longestName))
        .forEach(arguments::add);
    var table =
        arguments(arguments, argument -> !(argument instanceof OptionSpec o) || !o.inherited());
    if (!table.isEmpty()) lines.add(table + "\n");
    return String.join("\n", lines);
  }

  private static String synopsis(PositionalParamSpec parameter) {
    var word = parameter.paramLabel() + (parameter.arity().max() > 1 ? "..." : "");
    return parameter.arity().min() == 0 ? "[" + word + "]" : word;
  }

  private static String arguments(List<? extends ArgSpec> arguments, Predicate<ArgSpec> isShown) {
    return arguments.stream()
        .filter(isShown)
        .map(argument -> row(names(argument), String.join(" ", argument.description())))
        .reduce((rows, next) -> rows + "\n" + next)
        .map(rows -> "| | |\n|---|---|\n" + rows)
        .orElse("");
  }

  private static String names(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option)) return code(argument.paramLabel());
    var value = option.arity().max() == 0 ? "" : " " + option.paramLabel();
    return Stream.of(option.names()).map(name -> code(name + value)).collect(joining(", "));
  }

  private static String exitCodes() {
    var rows = new ArrayList<>(List.of("| code | meaning |", "|---|---|"));
    for (var exit : ExitCode.values()) rows.add(row(Integer.toString(exit.code()), exit.meaning()));
    return String.join("\n", rows);
  }

  private static String row(String... cells) {
    return Stream.of(cells)
        .map(cell -> cell.replace("|", "\\|"))
        .collect(joining(" | ", "| ", " |"));
  }

  private static String code(Object text) {
    return "`" + text + "`";
  }
}
