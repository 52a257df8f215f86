package io.postern.cli;

import java.util.List;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * How {@code --help} looks: a command's own options apart from those that all commands have, which
 * only the help of {@code postern} itself explains.
 */
final class HelpLayout {
  private static final int WIDTH = 100;

  private HelpLayout() {}

  /** Sets the layout of a command and all below it. */
  static void apply(CommandLine line) {
    line.setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF));
    line.setUsageHelpWidth(WIDTH);
    separate(line);
  }

  private static void separate(CommandLine line) {
    line.getCommandSpec().usageMessage().abbreviateSynopsis(true);
    boolean isRoot = line.getParent() == null;
    var sections = line.getHelpSectionMap();
    sections.put(
        UsageMessageSpec.SECTION_KEY_OPTION_LIST,
        help -> isRoot ? list(help, option -> true) : list(help, option -> !option.inherited()));
    sections.put(
        UsageMessageSpec.SECTION_KEY_FOOTER,
        help -> isRoot ? "" : "Options of every command: see 'postern --help'.%n".formatted());
    line.getSubcommands().values().forEach(HelpLayout::separate);
  }

  private static String list(Help help, Predicate<OptionSpec> shown) {
    List<OptionSpec> options = help.commandSpec().options().stream().filter(shown).toList();
    return help.optionListExcludingGroups(options);
  }
}
