load
predict y=dress
expect .prob < 0.01
predict y=trouser
expect .prob > 0.99
