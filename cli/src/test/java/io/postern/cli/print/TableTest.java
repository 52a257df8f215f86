package io.postern.cli.print;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void columnsAreAsWideAsTheirWidestCell() {
    var table = new Table(List.of("NAME", "STATE"));
    table.add(List.of("pe", "Approved"));
    table.add(List.of("a-longer-name", "Pending"));

    assertEquals(
        List.of("NAME            STATE", "pe              Approved", "a-longer-name   Pending"),
        table.lines());
  }

  @Test
  void anEmptyCellIsADashSoThatColumnsCanBeCounted() {
    var table = new Table(List.of("NAME", "IP", "STATE"));
    table.add(List.of("pe", "", "Pending"));

    assertEquals("pe     -    Pending", table.lines().get(1));
  }

  @Test
  void aCellIsOneLine() {
    var table = new Table(List.of("A", "B"));
    table.add(List.of("one\ntwo", "b"));

    assertEquals("one; two   b", table.lines().get(1));
  }

  @Test
  void wideCharactersOutsideTheBasicPlaneCountOnce() {
    var table = new Table(List.of("A", "B"));
    table.add(List.of("𝛼𝛽", "b"));

    assertEquals(List.of("A    B", "𝛼𝛽   b"), table.lines());
  }

  @Test
  void aRowHasACellForEachHeader() {
    var table = new Table(List.of("A", "B"));

    assertThrows(IllegalArgumentException.class, () -> table.add(List.of("a")));
  }

  @Test
  void uprightTheEmptyIsLeftOutAndLinesStayInTheirColumn() {
    assertEquals(
        List.of("NAME      pe", "HISTORY   one", "          two"),
        Table.upright(List.of("NAME", "IP", "HISTORY"), List.of("pe", "", "one\ntwo")));
  }
}
