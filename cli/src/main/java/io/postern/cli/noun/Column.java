package io.postern.cli.noun;

import com.google.protobuf.Message;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A column of the table of one kind of resource.
 *
 * @param inList whether a list shows it; the view of a single resource shows every column
 */
public record Column<R extends Message>(
    String header, boolean inList, BiFunction<R, Related, String> cell) {

  /** A column of lists and single views. */
  public static <R extends Message> Column<R> of(String header, Function<R, String> cell) {
    return new Column<>(header, true, (resource, related) -> cell.apply(resource));
  }

  /** A column of single views. */
  public static <R extends Message> Column<R> detail(String header, Function<R, String> cell) {
    return new Column<>(header, false, (resource, related) -> cell.apply(resource));
  }

  /** A column whose cells need other resources, too. */
  public static <R extends Message> Column<R> related(
      String header, BiFunction<R, Related, String> cell) {
    return new Column<>(header, true, cell);
  }
}
