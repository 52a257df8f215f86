package io.postern.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseServerTest {
  @ParameterizedTest
  @CsvSource({
    "postgres://p@db/postern, jdbc:postgresql://db:5432/postern",
    "postgresql://p@db:6000/postern, jdbc:postgresql://db:6000/postern",
    "postgres://p@[::1]/postern, jdbc:postgresql://[::1]:5432/postern",
    "postgres://p@db/my%20data, jdbc:postgresql://db:5432/my%20data",
    "postgres://p@db/postern?sslmode=require, jdbc:postgresql://db:5432/postern?sslmode=require",
    "'postgres://p@a,b:1/postern', 'jdbc:postgresql://a:5432,b:1/postern?targetServerType=primary'"
  })
  void theWrittenFormIsThatOfTheDriver(String text, String url) {
    var server = DatabaseServer.parse(text);

    assertEquals(url, server.jdbcUrl());
    assertEquals("p", server.user());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "db/postern",
        "mysql://p@db/postern",
        "postgres://db/postern",
        "postgres://p@db",
        "postgres://p@/postern",
        "postgres://p@a,/postern",
        "postgres://p@db/postern?socketFactory=evil.Factory",
        "postgres://p@db/postern?sslmode"
      })
  void anythingElseIsRefused(String text) {
    var refused = assertThrows(SettingException.class, () -> DatabaseServer.parse(text));

    assertTrue(String.valueOf(refused.getMessage()).contains("store.url"));
  }

  @Test
  void aPasswordIsRefusedAndNotRepeated() {
    var refused =
        assertThrows(
            SettingException.class, () -> DatabaseServer.parse("postgres://p:hunter2@db/postern"));

    assertTrue(String.valueOf(refused.getMessage()).contains("store.passwordFile"));
    assertFalse(String.valueOf(refused.getMessage()).contains("hunter2"));
  }
}
