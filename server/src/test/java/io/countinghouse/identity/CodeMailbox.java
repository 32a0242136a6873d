package io.countinghouse.identity;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The codes that an address was sent, read where the mail would be read. */
public final class CodeMailbox {

  private final JdbcClient jdbc;
  private final EmailCodes codes;

  public CodeMailbox(JdbcClient jdbc, EmailCodes codes) {
    this.jdbc = jdbc;
    this.codes = codes;
  }

  /** The newest code sent for a purpose; empty when none was. */
  public Optional<String> newest(CodePurpose purpose, String address) {
    return jdbc.sql(
            """
            SELECT id FROM identity.email_code WHERE purpose = :purpose AND lower(address) = lower(:address)
             ORDER BY requested_at DESC, id LIMIT 1\
            """)
        .param("purpose", purpose.name())
        .param("address", address)
        .query((rs, _) -> new EmailCodeId(rs.getString("id")))
        .optional()
        .flatMap(codes::issue);
  }
}
