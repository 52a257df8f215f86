package io.postern.cli.noun;

import com.google.protobuf.Message;
import io.postern.cli.name.NamePattern;
import io.postern.client.PosternClient;
import io.postern.client.resource.ReadClient;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A kind of resource as the command line knows it.
 *
 * @param word what it is called in a command, such as {@code endpoint}
 * @param aliases what it may be called as well, plurals not among them
 * @param label what sentences call it, such as {@code private endpoint}
 * @param labels the plural of that
 * @param prototype the message, without a value
 * @param parent the kind that its names stand in; none for what stands in a resource group
 * @param client where it is read
 * @param columns what a table shows beside the name
 */
public record Noun<R extends Message>(
    String word,
    List<String> aliases,
    String label,
    String labels,
    R prototype,
    Optional<Parent> parent,
    Function<PosternClient, ReadClient<R>> client,
    List<Column<R>> columns) {

  /** What the names of a kind stand in, and the option that tells it. */
  public enum Parent {
    VNET("--vnet"),
    ZONE("--zone"),
    ENDPOINT("--endpoint"),
    TARGET("--target");

    private final String option;

    Parent(String option) {
      this.option = option;
    }

    public String option() {
      return option;
    }
  }

  public Noun {
    aliases = List.copyOf(aliases);
    columns = List.copyOf(columns);
  }

  /** The shape of its names. */
  public NamePattern pattern() {
    return NamePattern.of(prototype.getDescriptorForType());
  }

  /** The full name of a resource of this kind. */
  public String nameOf(R resource) {
    return (String) resource.getField(resource.getDescriptorForType().findFieldByName("name"));
  }

  /** The word or the alias with {@code s} behind it is understood as well. */
  boolean isCalled(String typed) {
    return spellings().stream().anyMatch(typed::equalsIgnoreCase);
  }

  /** Everything that it may be called. */
  List<String> spellings() {
    return java.util.stream.Stream.concat(java.util.stream.Stream.of(word), aliases.stream())
        .flatMap(spelling -> java.util.stream.Stream.of(spelling, plural(spelling)))
        .toList();
  }

  private static String plural(String spelling) {
    return spelling + "s";
  }

  @Override
  public String toString() {
    return word;
  }
}
