package io.postern.client.error;

/**
 * A field of a request that the server refused.
 *
 * @param field the path of the field, such as {@code subnet.address_prefixes[0]}
 * @param description what is wrong with it, for people
 */
public record FieldViolation(String field, String description) {}
