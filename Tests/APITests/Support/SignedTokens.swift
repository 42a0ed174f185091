/// Tokens for `{"role":"apitest_author"}` and the keys they were signed for, made once with PyJWT 2 (`jwt.encode`): an
/// implementation that is not ours. The private keys were thrown away; they protected nothing.
enum SignedTokens {
    /// The keys as members of a JWK set, by kid.
    static let keys = [
        "rsa": #"{"kty":"RSA","n":"0CcD_WniSiqhHeRk_IE3_74QOyRFXNpAJqDWZB0pnIytqRLEwVKBh9YWfGxSiNNAoZGT49QR4Y-WzFIn9UmY8JFv64mk6BqRkPfp_jBlBEjT18Tzba3eaCtMxyhEqKwHUqzsDDkYa0CXS5xrhbxiBpYU-GHIBOseNemVIDw1rq1EbiX9FpCdJjhVeGxGItZIv2wcxUi7q7JSSwZLg5A_HIVrCS7AudxHalYwh05yINAdsSzGMPYRcT92tKSFXjox-c5DmkpBARiHsl277lKbSMJ3zQCaNZUjjbAy-pip4Y8uf72tX6m3D1Ancx0rnPUN9_7o4qpgw0XSjyL6kkDoSw","e":"AQAB","kid":"rsa"}"#,
        "rsa-pss": #"{"kty":"RSA","n":"0CcD_WniSiqhHeRk_IE3_74QOyRFXNpAJqDWZB0pnIytqRLEwVKBh9YWfGxSiNNAoZGT49QR4Y-WzFIn9UmY8JFv64mk6BqRkPfp_jBlBEjT18Tzba3eaCtMxyhEqKwHUqzsDDkYa0CXS5xrhbxiBpYU-GHIBOseNemVIDw1rq1EbiX9FpCdJjhVeGxGItZIv2wcxUi7q7JSSwZLg5A_HIVrCS7AudxHalYwh05yINAdsSzGMPYRcT92tKSFXjox-c5DmkpBARiHsl277lKbSMJ3zQCaNZUjjbAy-pip4Y8uf72tX6m3D1Ancx0rnPUN9_7o4qpgw0XSjyL6kkDoSw","e":"AQAB","kid":"rsa-pss","alg":"PS256"}"#,
        "es256": #"{"kty":"EC","crv":"P-256","x":"FrreD6-kYjQDzeWAxeGHJm-Xmdmsk6f-0BKHB723aaY","y":"jvgpAuLbgTAgTag7hcN8g-aIer3sanCJEK-M0nXA7Wo","kid":"es256"}"#,
        "es384": #"{"kty":"EC","crv":"P-384","x":"8_EKaf8FnwKOitT9eW4LdEFfD_wfCRr5HC2C2JHZRDiordn-k7G6MrQGFG6lIq0Q","y":"3AUvil4wNwwEU6-Wly5YhVi0xnx7RF9zS4HYv-_QxNuslIdAyvrntyvlibM8h0fV","kid":"es384"}"#,
        "es512": #"{"kty":"EC","crv":"P-521","x":"AUwH0Xad4WXJn3oYhtCumbQxUWxVXY8JzafU9zMFXek42UxYZqlpifPTjLaS3Q1Gus3LwO9dSWBCQLPtJPIMdqwQ","y":"AMTtvo7X5oLuBJjaK2bsg7qBCivUlXh1CB0sgBa2eKJDg22d2IYQNFqmFRgQ1Ni7RJUThkEPh39oqtw5IqHS63fT","kid":"es512"}"#,
        "ed": #"{"x":"d0MAaAcZ2aGvSKfXMIA0D9yrLcSFnHYt5lBbN86293I","kty":"OKP","crv":"Ed25519","kid":"ed"}"#,
        "shared": #"{"kty":"oct","k":"YSBzZWNyZXQgb2Ygc2l4dHktZm91ciBieXRlcywgbG9uZyBlbm91Z2ggZm9yIEhTNTEyIGJ5IFJGQyA3NTE4IA","kid":"shared"}"#,
    ]

    /// Algorithm and token; its header names the key.
    static let tokens = [
        (algorithm: "RS256", token: "eyJhbGciOiJSUzI1NiIsImtpZCI6InJzYSIsInR5cCI6IkpXVCJ9.eyJyb2xlIjoiYXBpdGVzdF9hdXRob3IifQ.Vy4CzrfmDaHicZoVmK2uz8UtIrKc8JXGwk1kpZsGGSo3a7181TzHPCMC0yoUDcrBstSBcr7enYvIoeP1UfYvj5kHu3NZ726Y2oifz61MTOmUNeQiH512dg2qjOwiwT3quJaMIhDuBMCtscZtMUc3D013Zmzk6EMJ_Ip-ERK_EPRD1-iofpZIZEn8IaY56TT5RAXU8iHmHLhEGw8POhhGvcFn_Ucb-jSz0XJD-AF1D9Xvjxdx7eFUW1W--rLqhNDK7LMI6G8_fmny4_JMZ2q4KlqYwToBOBmJg5K7T0OIgUOs6RI_DfJlC85Fpj5Y6iiwnLuud9ST5F4FORoA1r4wQQ"),
        (algorithm: "RS384", token: "eyJhbGciOiJSUzM4NCIsImtpZCI6InJzYSIsInR5cCI6IkpXVCJ9.eyJyb2xlIjoiYXBpdGVzdF9hdXRob3IifQ.BAqadXF_5qvUkqL6-asJh7U4dKTrl-ANHSFGOiVncbe4ZTbClALH0StRIJ_jxjZXJRczljcjrx8TI05bMB0CYDBqych2g4iqDSre1-j7kgI-sG0E4EoohARwzduRh76osEINdxYKqDVMKLYsNoHQlT8b_WGQ8ItqrZa0S-jnxtF8qOd6jblFj_KI3nT6qIOk2DRPJnRV20kk2ngbb3AaYMVp7PTyMPquqEk7dnSTvc3hKu08EFds2iU4NBzgPs1uob3WbAGgwtle1mFn2JSA0SkE-ykuxvnXrL2v244X_kxtx1Id7BTqjNxQf7c2n_XBfjXi_k61z6JwXad5avHl7A"),
        (algorithm: "RS512", token: "eyJhbGciOiJSUzUxMiIsImtpZCI6InJzYSIsInR5cCI6IkpXVCJ9.eyJyb2xlIjoiYXBpdGVzdF9hdXRob3IifQ.vMcn4wFa7dUbfDcZlY_9enjswIiiMeUpqEUL34WyOcHA5167wdlQsEkQMFk90M3gOjOGkcRLkVITr5wOkbsSuvS1eEGpVFraRNKxlhjtOwG_xe7Z7r0OMRKWlZjk1w4z7HeBf03vYnt-tLK5GZ_rFbWgVb1d3CLWBBLnZru_Q8vgOD9lBsU6rvXpoEpj7lrZZz6PTAVGXFbzlUViTHyBHydOpZ4rrlMOwRecEHoeusGVfel_6Ty91MmEDI_6Wot4_EczqM19HGLYdibRSP8ALWsvztW3g_7BT7GfY9o9-YdCl32gvc-XK0iG8UWisF4M9em4aBi1qoOngXqYl2Ib-Q"),
        (algorithm: "PS256", token: "eyJhbGciOiJQUzI1NiIsImtpZCI6InJzYS1wc3MiLCJ0eXAiOiJKV1QifQ.eyJyb2xlIjoiYXBpdGVzdF9hdXRob3IifQ.HUZ49a3ucem9lidUFtrT1bufid0WWKYG5wKx7JIvvbU47UYcAJPb4KszKHx5YQKfx8fbEG0-HRzkeSpAJbBPO8bhFbWsssZ85eaEGmrbA06HDTt8fKRK-7762ymqOXWNHI_BxiwAW5cjkm9XodTeh6qSBxiM1ZlSyZH7VZ87CjLDqbjTbmLsHYVeB8rgD80CV8hncQp4z41KWaqgldEZsi1BZOr6iNDQy9Zy9hTctdKGlvZlaH8JSJSrhXw8Nmbm3V7_k8kvURDL44s08WKRNj2m5yLPFfNpheVIl9Gfg-XU2DNdEehHjtA1ArFLaza9dT9laOnm5Qh9UQoB4EJMBA"),
        (algorithm: "ES256", token: "eyJhbGciOiJFUzI1NiIsImtpZCI6ImVzMjU2IiwidHlwIjoiSldUIn0.eyJyb2xlIjoiYXBpdGVzdF9hdXRob3IifQ.EQz4MqkXnvVIKJj_WL9u_hm0D5ZbxALRPm_VdONpavOkTfSlK5go3h5eQmTpXj0z6d9A5-TAvN4hTDLXFBCkAw"),
        (algorithm: "ES384", token: "eyJhbGciOiJFUzM4NCIsImtpZCI6ImVzMzg0IiwidHlwIjoiSldUIn0.eyJyb2xlIjoiYXBpdGVzdF9hdXRob3IifQ.GGKXfUbOybFyPi8XPdCeg39cj2WIEajXhbyyb7W6DTLYV9RmJRDh4R-0UgGg5seAbuXjtyfUqHJTDhtenyAsfWoixXIDsW93ATsEn2inSHMXXUhnDrPraAdCwkJi1Rks"),
        (algorithm: "ES512", token: "eyJhbGciOiJFUzUxMiIsImtpZCI6ImVzNTEyIiwidHlwIjoiSldUIn0.eyJyb2xlIjoiYXBpdGVzdF9hdXRob3IifQ.AKR9-J5Y77IXYhYZsotH9uG0YDNSYWydYhxrGpgnJ3HQL4PaMhAGZrHPhi9Tv9IV7GSLx-piqscYG_dOW2uQ1joWAEE6tZt5ExTZVAuUrDj9RvJ7GmDN6npV6zUHzf9YA88zRUSkTppzeIJMMZOQUL6nIIsbz6QgYdiTXQW7KbmxJ45N"),
        (algorithm: "EdDSA", token: "eyJhbGciOiJFZERTQSIsImtpZCI6ImVkIiwidHlwIjoiSldUIn0.eyJyb2xlIjoiYXBpdGVzdF9hdXRob3IifQ.09drOdWqlWMERxgz6P1Uqk2Nny1doQLhQkryebntnHlFT6L7Z1ILU9djL0mHI0oWmQm4G_YmKNoZyIRU11WZDg"),
        (algorithm: "HS256", token: "eyJhbGciOiJIUzI1NiIsImtpZCI6InNoYXJlZCIsInR5cCI6IkpXVCJ9.eyJyb2xlIjoiYXBpdGVzdF9hdXRob3IifQ.HtzvZumhpX1p7MqeS0BKd92nWvDL2SL9QbSZ7PdIksY"),
        (algorithm: "HS384", token: "eyJhbGciOiJIUzM4NCIsImtpZCI6InNoYXJlZCIsInR5cCI6IkpXVCJ9.eyJyb2xlIjoiYXBpdGVzdF9hdXRob3IifQ.RR7RH5Xo9VDvCEAWfTHN0R2Ws5qhmvPLIZbbYmI0Z7717cJaAxbqhOPyimwVOrbb"),
        (algorithm: "HS512", token: "eyJhbGciOiJIUzUxMiIsImtpZCI6InNoYXJlZCIsInR5cCI6IkpXVCJ9.eyJyb2xlIjoiYXBpdGVzdF9hdXRob3IifQ.K5Bt37MSFl0nmWR4PQcDYwtE_UGoTgGmg2XI2MDVQYShxdRQHfMEclGUtLdZSz04vAlKvPjleDzuS0NUkGZD8w"),
    ]

    /// Signed as RS256, its audience is `ems`.
    static let withAudience =
        "eyJhbGciOiJSUzI1NiIsImtpZCI6InJzYSIsInR5cCI6IkpXVCJ9.eyJyb2xlIjoiYXBpdGVzdF9hdXRob3IiLCJhdWQiOiJlbXMifQ.tJpi3XWNOOc2fHIvY86MBt97kLn6t8445IHP0d0F7XQuWaLj-NUlnL1-t3WEDI8bzOwvfpzcPXYUddLzWkdmy3EY8zLjIxS71mBrxj9wGZSlfku52gmQYb9sWU7UqdoYDxiNEJgfkk58NgHwbyJzxjHkJIeWGVcVUQtuBYZbA8Hk0i4S5bT6IXPiPCwOgmRbslNkyOe2yfsUcRF4OEb6D_RwXiF2F3ePvMNJGmcvuC66y_wzzd0_m3tDB1srCJ_l0GsJb2DR6wNpFS3hggBEDmaw4fzoQw-wVb61GkTJx3G_CGP4uDiuIxZyox5ijNU5tgtADk9fO7U3nZ4toCPF2Q"

    /// Says it is signed by the key `es256`, and is by another.
    static let forged =
        "eyJhbGciOiJFUzI1NiIsImtpZCI6ImVzMjU2IiwidHlwIjoiSldUIn0.eyJyb2xlIjoiYXBpdGVzdF9hdXRob3IifQ.aCqUGK8-E2ZZcwFETNbmLkhfXZlikap9-ST3TiW-GNiSVq10fij5uGukp7Sh1YxobQju-_3cIEqCuf6B8Cvf3w"
}
