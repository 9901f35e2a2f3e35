"""What a language needs: tags, normalization, tokens, sentences, quantities, markup."""
