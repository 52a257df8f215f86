package io.postern.dns.zonefile;

/**
 * What keeps an entry of a zone file from being a record.
 *
 * @param line where the entry begins, from 1
 * @param message a sentence without its line
 */
public record ZoneFileFault(int line, String message) {}
