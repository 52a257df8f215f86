package io.postern.cli.resource;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.postern.cli.name.ShortName;
import io.postern.cli.noun.Column;
import io.postern.cli.noun.Noun;
import io.postern.cli.noun.Related;
import io.postern.cli.noun.Words;
import io.postern.cli.print.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How people see resources of one kind: a row each in a list, all there is to say about a single
 * one.
 */
final class ResourceView<R extends Message> {
  /** The ids that a list shows unless all its rows have the same, with their headers. */
  private static final Map<String, String> PLACES =
      Map.of(
          "subscription", "SUBSCRIPTION",
          "resource_group", "GROUP",
          "virtual_network", "VNET",
          "private_dns_zone", "ZONE",
          "private_endpoint", "ENDPOINT");

  /** The fields that every kind has and a single view shows last, by their headers. */
  private static final SequencedMap<String, String> COMMON_FIELDS = commonFields();

  private final Noun<R> noun;
  private final Related related;

  ResourceView(Noun<R> noun, Related related) {
    this.noun = noun;
    this.related = related;
  }

  /**
   * The resources as a table.
   *
   * @param common the variables of the names that are the same in all rows
   */
  Table table(Stream<R> resources, Set<String> common) {
    var variables = noun.pattern().variables();
    var places =
        variables.subList(0, variables.size() - 1).stream()
            .filter(variable -> PLACES.containsKey(variable) && !common.contains(variable))
            .toList();
    var columns = noun.columns().stream().filter(Column::inList).toList();

    var headers = new ArrayList<String>();
    for (var place : places) headers.add(PLACES.getOrDefault(place, place));
    headers.add("NAME");
    for (var column : columns) headers.add(column.header());

    var table = new Table(headers);
    resources.forEachOrdered(resource -> table.add(row(resource, places, columns)));
    return table;
  }

  private List<String> row(R resource, List<String> places, List<Column<R>> columns) {
    var name = noun.nameOf(resource);
    var row = new ArrayList<String>();
    var values = noun.pattern().match(name).orElseThrow();
    for (var place : places) row.add(values.getOrDefault(place, ""));
    row.add(ShortName.id(name));
    for (var column : columns) row.add(column.cell().apply(resource, related));
    return row;
  }

  /** Everything there is to say about one resource. */
  List<String> details(R resource) {
    var headers = new ArrayList<>(List.of("NAME"));
    var cells = new ArrayList<>(List.of(noun.nameOf(resource)));
    for (var column : noun.columns()) {
      headers.add(column.header());
      cells.add(column.cell().apply(resource, related));
    }
    for (var field : COMMON_FIELDS.entrySet()) {
      headers.add(field.getKey());
      cells.add(text(resource, field.getValue()));
    }
    return Table.upright(headers, cells);
  }

  private static SequencedMap<String, String> commonFields() {
    var fields = new LinkedHashMap<String, String>();
    fields.put("CREATED", "create_time");
    fields.put("UPDATED", "update_time");
    fields.put("ETAG", "etag");
    return fields;
  }

  private static String text(Message resource, String field) {
    var value = resource.getField(resource.getDescriptorForType().findFieldByName(field));
    return value instanceof Timestamp time ? Words.of(time) : (String) value;
  }
}
